#!/usr/bin/env bash
# A Slurm job array spreads predict over nodes: slurmctld, munged and a slurmd per node, all on this machine, set up in a temporary
# folder. What the array writes must be, byte for byte, what one process writes. Needs root (Slurm's daemons).
# usage: tests/scale/slurm.sh [PARAGRAPHS, 1000000] [NODES, 2]
source "$(dirname "$0")/common.sh"
least=${1:-1000000}
nodes=${2:-2}
[ "$(id -u)" = 0 ] || { echo "Slurm's daemons need root" >&2; exit 2; }

daemons=()
cleanup() {
    [ ! -f "$work/sbatch.pid" ] || kill "$(cat "$work/sbatch.pid")" 2>/dev/null || true
    if squeue -h 2>/dev/null | grep -q .; then
        scancel --quiet --user="$(id -un)" || true
        for ((try = 0; try < 50; try++)); do squeue -h | grep -q . || break; sleep 0.2; done
    fi
    for ((i = ${#daemons[@]} - 1; i >= 0; i--)); do kill "${daemons[i]}" 2>/dev/null || true; done
    for daemon in "${daemons[@]}"; do
        for ((try = 0; try < 50; try++)); do kill -0 "$daemon" 2>/dev/null || break; sleep 0.2; done
        kill -9 "$daemon" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap cleanup EXIT

install_packages slurmctld slurm-wlm munge
PATH=$PATH:/usr/sbin
publish

say "$nodes nodes"
chmod 755 "$work" # munge refuses folders that others may write to
mkdir "$work/state"
head -c 128 /dev/urandom >"$work/munge.key"
chmod 600 "$work/munge.key"
munged --foreground --force --key-file "$work/munge.key" --socket "$work/munge.socket" --pid-file "$work/munge.pid" \
    --log-file "$work/munge.log" --seed-file "$work/munge.seed" 2>"$work/munged.log" &
daemons+=($!)
port=$((20000 + RANDOM % 20000))
cat >"$work/slurm.conf" <<CONF
ClusterName=scale
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmdSpoolDir=$work/slurmd-%n
StateSaveLocation=$work/state
SlurmUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$work/munge.socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
SchedulerType=sched/backfill
SelectType=select/linear
SlurmdParameters=config_overrides
NodeName=node[1-$nodes] NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=$(nproc)
PartitionName=news Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
for ((try = 0; try < 50; try++)); do [ -S "$work/munge.socket" ] && break; sleep 0.2; done
slurmctld -D -f "$SLURM_CONF" >"$work/slurmctld.log" 2>&1 &
daemons+=($!)
for ((i = 1; i <= nodes; i++)); do
    mkdir "$work/slurmd-node$i"
    slurmd -D -N "node$i" -f "$SLURM_CONF" >"$work/slurmd-$i.log" 2>&1 &
    daemons+=($!)
done
for ((try = 0; ; try++)); do
    [ "$(sinfo -h -N -o %T 2>/dev/null | grep -c '^idle$')" = "$nodes" ] && break
    [ $try -lt 150 ] || { tail -n 20 "$work"/*.log >&2; echo "the nodes do not come up" >&2; exit 1; }
    sleep 0.4
done
sinfo -N -l

label_with_one_process "$least"

say "a job array"
mkdir "$work/results" "$work/logs"
cat >"$work/predict.sbatch" <<'JOB'
#!/bin/sh
#SBATCH --job-name=predict --nodes=1 --output=logs/%a.log
part=$(printf '%05d' "$SLURM_ARRAY_TASK_ID").jsonl
arabic-text predict --jsonl "parts/$part" >"results/$part.tmp" && mv "results/$part.tmp" "results/$part" && echo "$SLURMD_NODENAME"
JOB
array() (
    cd "$work"
    cut_articles news.jsonl parts $((paragraphs / nodes / 4 < 50000 ? paragraphs / nodes / 4 : 50000))
    sbatch --wait --array="1-$(ls parts | wc -l)" predict.sbatch &
    echo $! >sbatch.pid
    wait $!
    cat results/*.jsonl >results.jsonl
)
timed array
figures "$nodes nodes" "$paragraphs" "$took"
cat "$work"/logs/*.log | sort | uniq -c | awk '{ print $2 ": " $1 " jobs" }'
for ((i = 1; i <= nodes; i++)); do grep -qx "node$i" "$work"/logs/*.log || { echo "FAILED: node$i did nothing" >&2; exit 1; }; done

check_results
