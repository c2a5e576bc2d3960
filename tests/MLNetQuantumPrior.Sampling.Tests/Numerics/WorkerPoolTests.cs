namespace MLNetQuantumPrior.Sampling.Tests;

[TestClass]
[DoNotParallelize] // the pool serves one caller at a time
public sealed unsafe class WorkerPoolTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(8)]
    public void EveryPartIsDoneOnce(int threads)
    {
        int[] done = new int[97];
        fixed (int* counts = done)
        {
            for (int round = 1; round <= 3000; round++)
            {
                int parts = round % done.Length;
                Array.Clear(done);
                WorkerPool.Shared.Run(new Count(counts), parts, threads);
                Assert.AreEqual(parts, done.Count(count => count == 1), $"Round {round}");
                Assert.AreEqual(parts, done.Sum(), $"Round {round}");
            }
        }
    }

    [TestMethod]
    public void JobsMayHoldReferencesWhileTheCollectorMovesThings()
    {
        for (int round = 0; round < 200; round++)
        {
            int[] done = new int[50]; // young, so that a collection moves it
            WorkerPool.Shared.Run(new CountAndCollect(done), done.Length, threads: 3);
            Assert.IsTrue(done.All(count => count == 1), $"Round {round}");
        }
    }

    [TestMethod]
    public void CallersAtTheSameTimeAllGetTheirWorkDone() =>
        Parallel.For(0, 4, caller =>
        {
            int[] done = new int[40];
            fixed (int* counts = done)
            {
                for (int round = 1; round <= 500; round++)
                {
                    WorkerPool.Shared.Run(new Count(counts), done.Length, threads: 3);
                    Assert.IsTrue(done.All(count => count == round));
                }
            }
        });

    [TestMethod]
    public void WorkersThatSleptWakeUp()
    {
        int[] done = new int[64];
        fixed (int* counts = done)
        {
            for (int round = 1; round <= 20; round++)
            {
                Thread.Sleep(2); // longer than workers watch
                WorkerPool.Shared.Run(new Count(counts), done.Length, threads: 4);
                Assert.IsTrue(done.All(count => count == round));
            }
        }
    }

    [TestMethod]
    public void SeveralThreadsTakePart()
    {
        int inside = 0;
        WorkerPool.Shared.Run(new Meet(&inside), parts: 3, threads: 3);
        Assert.AreEqual(3, inside);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(8)]
    public void WorkBesideIsDoneOnceWhateverRunsHereMeanwhile(int threads)
    {
        int[] done = new int[40], besideDone = new int[40];
        fixed (int* counts = done, besideCounts = besideDone)
        {
            Count job = new(counts), besideJob = new(besideCounts);
            for (int round = 1; round <= 2000; round++)
            {
                WorkerPool.Shared.RunBeside(
                    () => WorkerPool.Shared.Run(job, done.Length, threads),
                    () => WorkerPool.Shared.Run(besideJob, besideDone.Length, threads),
                    threads);
                Assert.IsTrue(done.All(count => count == round), $"Round {round}");
                Assert.IsTrue(besideDone.All(count => count == round), $"Round {round}: beside");
            }
        }
    }

    [TestMethod]
    public void WorkBesideIsDoneAtTheSameTime()
    {
        using var isInside = new ManualResetEventSlim();
        bool hasMet = false;
        WorkerPool.Shared.RunBeside(() => hasMet = isInside.Wait(TimeSpan.FromMinutes(1)), isInside.Set, threads: 2);
        Assert.IsTrue(hasMet);
    }

    [TestMethod]
    public void CallersAtTheSameTimeAllGetTheirWorkBesideDone() =>
        Parallel.For(0, 4, caller =>
        {
            int done = 0, besideDone = 0;
            for (int round = 1; round <= 2000; round++)
            {
                WorkerPool.Shared.RunBeside(() => done++, () => besideDone++, threads: 2);
                Assert.AreEqual((round, round), (done, besideDone));
            }
        });

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void ErrorsOfWorkAndOfWorkBesideReachTheCaller(int threads)
    {
        for (int round = 0; round < 200; round++)
        {
            bool isBesideDone = false, isBesideUnderWay = false;
            Assert.ThrowsExactly<ArithmeticException>(
                () => WorkerPool.Shared.RunBeside(() => { }, () => throw new ArithmeticException(), threads));
            Assert.ThrowsExactly<FormatException>(() => WorkerPool.Shared.RunBeside(
                () => throw new FormatException(), () => throw new ArithmeticException(), threads));
            Assert.ThrowsExactly<FormatException>(() => WorkerPool.Shared.RunBeside(
                () => throw new FormatException(),
                () =>
                {
                    isBesideUnderWay = true;
                    Thread.Sleep(1);
                    (isBesideDone, isBesideUnderWay) = (true, false);
                },
                threads));
            Assert.IsFalse(isBesideUnderWay, "Nothing goes on once the call has ended.");
            Assert.IsTrue(threads > 1 || !isBesideDone);
        }
    }

    private readonly struct Count(int* counts) : IPoolJob
    {
        public void Execute(int part) => Interlocked.Increment(ref counts[part]);
    }

    private readonly struct CountAndCollect(int[] counts) : IPoolJob
    {
        public void Execute(int part)
        {
            if (part % 20 == 0)
            {
                GC.Collect(0, GCCollectionMode.Forced);
            }

            Interlocked.Increment(ref counts[part]);
        }
    }

    /// <summary>Waits until three threads are inside at once, so no thread can do two parts.</summary>
    private readonly struct Meet(int* inside) : IPoolJob
    {
        public void Execute(int part)
        {
            Interlocked.Increment(ref *inside);
            SpinWait wait = default;
            while (Volatile.Read(ref *inside) < 3)
            {
                wait.SpinOnce();
            }
        }
    }
}
