// Most of what a test does is waiting for a database, a browser or a process.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
