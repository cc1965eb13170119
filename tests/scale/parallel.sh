#!/usr/bin/env bash
# GNU parallel spreads predict over hosts: network namespaces, each with an address, a host name and an SSH server of its own.
# What comes back must be, byte for byte, what one process writes. Needs root (network namespaces).
# usage: tests/scale/parallel.sh [PARAGRAPHS, 1000000] [HOSTS, 4]
source "$(dirname "$0")/common.sh"
least=${1:-1000000}
hosts=${2:-4}
[ "$(id -u)" = 0 ] || { echo "network namespaces need root" >&2; exit 2; }

processes=()
made_run_folder=no
cleanup() {
    [ ${#processes[@]} = 0 ] || kill "${processes[@]}" 2>/dev/null || true
    for ((i = 1; i <= hosts; i++)); do ip netns delete "scale-$$-$i" 2>/dev/null || true; done # takes its end of the cable along
    [ $made_run_folder = no ] || rmdir /run/sshd 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

install_packages parallel parallel openssh-server openssh-client iproute2
install_packages sshd openssh-server openssh-client
publish

say "$hosts hosts"
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
[ -d /run/sshd ] || { mkdir -p /run/sshd && made_run_folder=yes; }
names=""
for ((i = 1; i <= hosts; i++)); do
    namespace=scale-$$-$i
    address=198.18.$i.2 # of the addresses reserved for measuring networks, RFC 2544
    ip netns add "$namespace"
    ip link add "s$$-$i" type veth peer name eth0 netns "$namespace"
    ip address add "198.18.$i.1/30" dev "s$$-$i"
    ip link set "s$$-$i" up
    ip -n "$namespace" address add "$address/30" dev eth0
    ip -n "$namespace" link set lo up
    ip -n "$namespace" link set eth0 up

    ssh-keygen -q -t ed25519 -N '' -f "$work/host$i"
    cat >"$work/sshd$i.conf" <<CONF
ListenAddress $address:22
HostKey $work/host$i
AuthorizedKeysFile $work/key.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
MaxStartups 100
SetEnv PATH=$PATH DOTNET_ROOT=$DOTNET_ROOT
CONF
    ip netns exec "$namespace" unshare --uts sh -c "hostname host$i && exec /usr/sbin/sshd -D -e -f '$work/sshd$i.conf'" 2>"$work/sshd$i.log" &
    processes+=($!)
    echo "$address $(cut -d' ' -f1,2 "$work/host$i.pub")" >>"$work/known_hosts"
    printf 'Host host%s\n  HostName %s\n' "$i" "$address" >>"$work/ssh.conf"
    names+=${names:+,}host$i
done
printf 'Host *\n  User root\n  IdentityFile %s\n  UserKnownHostsFile %s\n  IdentitiesOnly yes\n  BatchMode yes\n' "$work/key" "$work/known_hosts" >>"$work/ssh.conf"
for ((i = 1; i <= hosts; i++)); do
    for ((try = 0; ; try++)); do
        ssh -F "$work/ssh.conf" "host$i" 'echo "$(hostname): $(ip -brief address show eth0 | tr -s " "), program $(command -v arabic-text)"' && break
        [ $try -lt 50 ] || { cat "$work/sshd$i.log" >&2; exit 1; }
        sleep 0.2
    done
done

label_with_one_process "$least"

say "GNU parallel over $names"
spread() {
    parallel --will-cite --ssh "ssh -F $work/ssh.conf" --joblog "$work/jobs" \
        --sshlogin "$names" --jobs 1 --keep-order \
        --pipepart --arg-file "$work/news.jsonl" --block "$(($(stat -c %s "$work/news.jsonl") / hosts / 4))" --group-by 's/.*?"article": "(.*?)".*/$1/s' \
        arabic-text predict --jsonl >"$work/results.jsonl" &
    processes+=($!)
    wait $!
}
timed spread
figures "$hosts hosts" "$paragraphs" "$took"
awk -F'\t' 'NR > 1 { jobs[$2]++; failed += $7 != 0 } END { for (host in jobs) printf "%s: %d jobs\n", host, jobs[host]; if (failed) print failed " failed" }' "$work/jobs" | sort
[ "$(awk -F'\t' 'NR > 1 { print $2 }' "$work/jobs" | sort -u | wc -l)" = "$hosts" ] || { echo "FAILED: not every host worked" >&2; exit 1; }

check_results

# From pieces in files, as only then parallel can give a piece to another host: what it reads from a pipe it does not send twice.
say "GNU parallel over $names, of which host1 takes no connections any more"
kill "${processes[0]}"
wait "${processes[0]}" || true
! ssh -F "$work/ssh.conf" host1 true 2>/dev/null || { echo "FAILED: host1 is still there" >&2; exit 1; }
cut_articles "$work/news.jsonl" "$work/parts" $((paragraphs / hosts / 4))
mkdir "$work/results"
around() {
    parallel --will-cite --ssh "ssh -F $work/ssh.conf" --joblog "$work/jobs" --sshlogin "$names" --jobs 1 --retries 3 \
        "arabic-text predict --jsonl {} > $work/results/{/}" ::: "$work"/parts/*.jsonl 2>"$work/parallel.log" &
    processes+=($!)
    wait $!
}
timed around || { cat "$work/parallel.log" >&2; exit 1; }
cat "$work"/results/*.jsonl >"$work/results.jsonl"
figures "$((hosts - 1)) hosts" "$paragraphs" "$took"
awk -F'\t' 'NR > 1 { print $2 }' "$work/jobs" | sort | uniq -c | awk '{ print $2 ": " $1 " jobs" }'
! grep -q 'host1' "$work/jobs" || { echo "FAILED: host1 was not gone" >&2; exit 1; }
check_results
