// One consumer's compiler works while another's waits for files; more than two at once only wait for each other.
[assembly: LevelOfParallelism(2)]
