using System.Xml.Linq;
using MLNetQuantumPrior.Build;

namespace MLNetQuantumPrior.Tests.Repository;

[TestClass]
public sealed class TestResultsTests
{
    [TestMethod]
    public void EveryResultCountsOnceByItsOutcome()
    {
        TestResults results = Read(
            """
            <Results>
              <UnitTestResult testId="1" testName="Good" outcome="Passed" />
              <UnitTestResult testId="2" testName="Row (1)" outcome="Passed" />
              <UnitTestResult testId="3" testName="Row (2)" outcome="Failed">
                <Output><ErrorInfo><Message>Expected 1.</Message></ErrorInfo><TextMessages><Message>noise</Message></TextMessages></Output>
              </UnitTestResult>
              <UnitTestResult testId="4" testName="Slow" outcome="Timeout" />
              <UnitTestResult testId="5" testName="Ignored" outcome="NotExecuted" />
              <UnitTestResult testId="7" testName="Elsewhere" outcome="NotExecuted">
                <Output><ErrorInfo><Message>Method Skip threw exception. Assert.Inconclusive. Skipped without a GPU.
                noise</Message></ErrorInfo></Output>
              </UnitTestResult>
              <UnitTestResult testId="6" testName="Parent" outcome="Passed">
                <InnerResults>
                  <UnitTestResult testId="6" testName="Parent (1)" outcome="Passed" />
                  <UnitTestResult testId="6" testName="Parent (2)" outcome="Passed" />
                </InnerResults>
              </UnitTestResult>
            </Results>
            <TestDefinitions>
              <UnitTest id="3"><TestMethod className="Space.Class" /></UnitTest>
            </TestDefinitions>
            <ResultSummary outcome="Failed" />
            """);
        Assert.AreEqual("4 passed, 2 failed, 2 skipped", results.ToString());
        CollectionAssert.AreEqual((string[])["no reason given", "Skipped without a GPU."], results.Skipped.ToArray());
        CollectionAssert.AreEqual(
            new TestFailure[] { new("Space.Class.Row (2)", "Expected 1."), new("Slow", "Outcome: Timeout.") }, results.Failures.ToArray());
    }

    [TestMethod]
    public void ACrashedRunFailsEvenIfEveryTestBeforePassed()
    {
        TestResults results = Read(
            """
            <Results><UnitTestResult testId="1" testName="Good" outcome="Passed" /></Results>
            <ResultSummary outcome="Failed">
              <RunInfos><RunInfo outcome="Error"><Text>Test host process crashed</Text></RunInfo></RunInfos>
            </ResultSummary>
            """);
        Assert.AreEqual("1 passed, 1 failed", results.ToString());
        Assert.AreEqual(new TestFailure("Some.Tests", "The run did not complete.\nTest host process crashed"), results.Failures.Single());
    }

    [TestMethod]
    public void AProjectWithoutTestsCountsNothing()
    {
        TestResults results = Read(
            """
            <ResultSummary outcome="Completed">
              <RunInfos><RunInfo outcome="Warning"><Text>No test is available</Text></RunInfo></RunInfos>
            </ResultSummary>
            """);
        Assert.AreEqual("0 passed, 0 failed", results.ToString());
    }

    [TestMethod]
    public void ProjectsAddUp()
    {
        var one = new TestResults(3, ["no GPU"], [new("A", "x")]);
        var two = new TestResults(4, [], [new("B", "y")]);
        Assert.AreEqual("7 passed, 2 failed, 1 skipped", TestResults.Sum([one, two], exitCode: 1).ToString());
        Assert.AreEqual("0 passed, 0 failed", TestResults.Sum([], exitCode: 0).ToString());
    }

    [TestMethod]
    public void ABadExitCodeIsNeverGreen() =>
        Assert.AreEqual("3 passed, 1 failed", TestResults.Sum([new(3, [], [])], exitCode: 1).ToString());

    private static TestResults Read(string content) =>
        TestResults.Read(
            XDocument.Parse($"<TestRun xmlns='http://microsoft.com/schemas/VisualStudio/TeamTest/2010'>{content}</TestRun>"), "Some.Tests");
}
