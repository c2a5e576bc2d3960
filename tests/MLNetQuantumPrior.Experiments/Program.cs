using System.CommandLine;
using System.Globalization;
using MLNetQuantumPrior;
using MLNetQuantumPrior.Demo;
using MLNetQuantumPrior.Experiments;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var data = new Option<string?>("--data") { Description = "Folder with the four idx files [default: fetched into artifacts/data]" };
var output = new Option<string?>("--out") { Description = "Folder to write to [default: artifacts/experiments]" };
var quick = new Option<bool>("--quick") { Description = "Minutes, to see that everything runs; the figures mean nothing" };

var mnist = new Command("mnist", "Compares priors on MNIST: over an hour on two cores, and can be interrupted")
{
    data, output, quick,
};
mnist.Does(async (line, cancel) => Compare(line, "mnist", await Data(line, ImageDataset.Mnist, cancel)));
var fashion = new Command("fashion", "The same on Fashion-MNIST") { data, output, quick };
fashion.Does(async (line, cancel) => Compare(line, "fashion", await Data(line, ImageDataset.FashionMnist, cancel)));
var generation = new Command("generation", "Compares the ways of generating digits by class, with pictures") { data, output };
generation.Does(async (line, cancel) => GenerationEvaluation.Run(await Data(line, ImageDataset.Mnist, cancel), Output(line)));
var judge = new Command("judge", "Trains the classifier that judges generated digits: models/mnist-judge.bin") { data, output };
judge.Does(async (line, cancel) => JudgeEvaluation.Run(await Data(line, ImageDataset.Mnist, cancel), Output(line)));
var only = new Option<string[]>("--only")
{
    Description = $"Some of {string.Join(", ", ModelTraining.Names)} [default: all]", AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [],
};
var imageFolder = new Option<string?>("--data")
{
    Description = "Folder with the folders mnist and fashion-mnist [default: fetched into artifacts/data]",
};
var modelFolder = new Option<string?>("--out") { Description = "Folder to write to [default: models, or with --quick artifacts/models]" };
var models = new Command("models", "Trains the models in the folder models and writes their files: half an hour on two cores")
{
    only, imageFolder, modelFolder, quick,
};
models.Does((line, cancel) => ModelTraining.RunAsync(
    line.GetValue(only)!,
    line.GetValue(imageFolder),
    line.GetValue(modelFolder) ?? (line.GetValue(quick) ? Checkout.Artifacts("models") : Path.Combine(Checkout.Root, "models")),
    line.GetValue(quick),
    cancel));
var seeds = Commands.Number("--seeds", "Seeds 1 to this", 3);
var classes = Commands.Number("--classes", "Of images, the first so many classes are the ordinary one once each", LabeledImages.Classes);
var validation = new Option<bool>("--validation") { Description = "Tells training rows apart instead of test rows, to choose by" };
var outliers = new Command("outliers", "Compares measures of outliers on images and tables: an hour on two cores, and can be interrupted")
{
    output, seeds, classes, validation,
};
outliers.Does(async (line, cancel) => OutlierEvaluation.Run(
    (await ImageDataset.Mnist.InCacheAsync(cancel), await ImageDataset.FashionMnist.InCacheAsync(cancel),
        await ImageDataset.SmallTables.InCacheAsync(cancel)),
    Output(line),
    new(line.GetValue(seeds), line.GetValue(classes), line.GetValue(validation))));
var sets = new Option<string[]>("--sets", "--set")
{
    Description = "Names of sets [default: all]", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
};
var folder = new Option<string?>("--data") { Description = "Folder with tables that are not in the repository, such as diabetes.csv" };
var learning = new Command("learning", "Shows what is learned with nothing set, on tables above all; can be interrupted")
{
    folder, output, seeds, sets, quick,
};
learning.Does(async (line, cancel) => LearningEvaluation.Run(
    new LearningPieces(
        new TableFolder(line.GetValue(folder)),
        await ImageDataset.SmallTables.InCacheAsync(cancel),
        await ImageDataset.Mnist.InCacheAsync(cancel),
        line.GetValue(quick)).All,
    Output(line),
    new(line.GetValue(seeds), line.GetValue(sets)!, line.GetValue(quick))));
var likelihood = new Command("likelihood", "Compares the bounds of long trainings on images: hours on two cores, and can be interrupted")
{
    output, seeds, sets, quick,
};
likelihood.Does(async (line, cancel) =>
{
    var chosen = new List<(LikelihoodSet Set, string Data)>();
    foreach (LikelihoodSet set in LikelihoodSet.Named(line.GetValue(sets)!))
    {
        chosen.Add((set, await set.Images.InCacheAsync(cancel)));
    }

    LikelihoodEvaluation.Run(chosen, Output(line), line.GetValue(seeds), line.GetValue(quick));
});
var paper = new Command("paper", "Measures what the paper's abstract claims: an hour on two cores, and can be interrupted")
{
    output, seeds, sets, quick,
};
paper.Does(async (line, cancel) => PaperEvaluation.Run(
    await ImageDataset.Mnist.InCacheAsync(cancel),
    await ImageDataset.Prices.InCacheAsync(cancel),
    Output(line),
    line.GetValue(seeds),
    line.GetValue(sets)!,
    line.GetValue(quick)));
var faceFolder = new Option<string>("--data")
{
    Description = "Folder of faces, made by: node tests/MLNetQuantumPrior.Experiments/node/faces.mjs FOLDER", Required = true,
};
var trainingFaces = Commands.Number("--faces", "Faces to train on", FaceBudget.Full.TrainingFaces);
var steps = new Option<int?>("--steps") { Description = "Steps of each training [default: the library's]" };
var faces = new Command("faces", "Learns colour faces with attributes, and has judges read generated ones: hours, and can be interrupted")
{
    faceFolder, output, seeds, trainingFaces, steps, quick,
};
faces.Does((line, _) =>
{
    bool isQuick = line.GetValue(quick);
    FaceBudget budget = isQuick
        ? FaceBudget.Quick
        : FaceBudget.Full with { TrainingFaces = line.GetValue(trainingFaces), Steps = line.GetValue(steps) };
    FaceEvaluation.Run(line.GetValue(faceFolder)!, Output(line), line.GetValue(seeds), budget, isQuick ? "faces-quick" : "faces");
    return Task.CompletedTask;
});
var inpainting = new Command("inpainting", "Removes the lower half of MNIST images and fills it in: half an hour, and can be interrupted")
{
    data, output, seeds, quick,
};
inpainting.Does(async (line, cancel) => InpaintingEvaluation.Run(
    await Data(line, ImageDataset.Mnist, cancel), Output(line), line.GetValue(seeds), line.GetValue(quick)));
var attributes = new Command("attributes", "Digits by digit, stroke, slant and width at once: hours on two cores, and can be interrupted")
{
    data, output, seeds, quick,
};
attributes.Does(async (line, cancel) => AttributeEvaluation.Run(
    await Data(line, ImageDataset.Mnist, cancel), Output(line), line.GetValue(seeds), line.GetValue(quick)));
var editing = new Command("editing", "Edits one attribute of MNIST images: an hour on two cores, and can be interrupted")
{
    data, output, seeds, quick,
};
editing.Does(async (line, cancel) => EditingEvaluation.Run(
    await Data(line, ImageDataset.Mnist, cancel), Output(line), line.GetValue(seeds), line.GetValue(quick)));
var methods = new Option<string[]>("--methods", "--method")
{
    Description = "Names of methods [default: all]", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [],
};
Command tables = OfTables("tables", "Compares synthetic tables with those of other methods: hours on two cores", TableComparison.Of);
Command imputation = OfTables("imputation", "Compares ways of filling missing cells", ImputationComparison.Of);
Command rare = OfTables("rare", "Compares what a classifier of a rare class can be trained on", RareComparison.Of);
var render = new Command("render", "Renews the tables in README.md and docs from docs/results");
render.Does((_, _) =>
{
    MarkedTables.RenewAll(Checkout.Root);
    return Task.CompletedTask;
});
var rows = new Command(
    "rows", "Draws docs/images/quick-start.svg from the files that the quick start wrote into the folder --data") { data };
rows.Does((line, _) => File.WriteAllTextAsync(
    Path.Combine(Checkout.Root, "docs", "images", "quick-start.svg"), RowsPicture.ToSvg(line.GetValue(data) ?? ".")));
var page = new Command("page", "Takes docs/images/browser.png of the page in samples/MLNetQuantumPrior.Browser; needs Node and Chromium");
page.Does(async (_, cancel) => await File.WriteAllBytesAsync(
    Path.Combine(Checkout.Root, "docs", "images", "browser.png"), await PagePicture.ToPngAsync(cancel), cancel));
var mutations = new Command("mutations", "Reads 10,000 changed copies of each kind of model file");
mutations.Does((_, _) => FileMutations.Run()
    ? Task.CompletedTask
    : throw new InvalidDataException("expected every copy to be read or refused in little time and memory, got the faults above"));

var runs = Commands.Number("--seeds", "Seeds 1 to this", 20);
var fewRuns = Commands.Number("--seeds", "Seeds 1 to this", 5);
var logz = new Command("logz", "How often log Z lies in the interval of its estimate: a few minutes") { output, runs };
logz.Does((line, _) =>
{
    CoverageEvaluation.Run(Output(line), line.GetValue(runs));
    return Task.CompletedTask;
});
var sides = new Command("logz-sides", "log Z from below and from above, of known models and the model of digits: minutes")
{
    output, fewRuns,
};
sides.Does((line, _) =>
{
    BothSidesEvaluation.Run(Output(line), line.GetValue(fewRuns));
    return Task.CompletedTask;
});
var leap = new Command("leap", "Fast anneals, and trainings over a stand-in for D-Wave's service: half an hour") { output, seeds, quick };
leap.Does((line, _) =>
{
    LeapEvaluation.Run(Output(line), line.GetValue(seeds), line.GetValue(quick));
    return Task.CompletedTask;
});
var minutes = Commands.Number("--minutes", "Time to run", 10);
var soak = new Command("soak", "Memory while models are fitted, saved, loaded and disposed again and again") { output, minutes };
soak.Does((line, cancel) =>
{
    SoakEvaluation.Run(Output(line), line.GetValue(minutes), cancel);
    return Task.CompletedTask;
});
var service = new Command("service", "The service sample under 1,000 requests at once, and 10,000 more: a minute") { output };
service.Does((line, cancel) => ServiceEvaluation.RunAsync(Output(line), cancel));
var instances = new Option<string>("--data") { Description = "Folder with G1 of the G-set and be100.1.sparse of BiqMac", Required = true };
var optima = new Command("optima", "Time to the best known values of two instances, which are not in the repository") { instances, output };
optima.Does((line, _) =>
{
    OptimaEvaluation.Run(line.GetValue(instances)!, Output(line));
    return Task.CompletedTask;
});

var onnx = new Command("onnx", "Bits, judge, speed and size of generators as ONNX files, in .NET, Node and Chromium: minutes") { output };
onnx.Does((line, cancel) => OnnxEvaluation.RunAsync(Output(line), cancel));

var shards = new Command("shards", "Shards by one process and by three of which one is killed: a few minutes") { folder, output, quick };
shards.Does((line, _) =>
{
    ShardEvaluation.Run(new TableFolder(line.GetValue(folder)), Output(line), line.GetValue(quick));
    return Task.CompletedTask;
});
var model = new Argument<string>("model");
var shardFolder = new Argument<string>("folder");
var ids = new Argument<long[]>("from, to, rows per shard") { Arity = new(3, 3) };
var range = new Command(ShardEvaluation.RangeCommand, "What a process of 'shards' does") { model, shardFolder, ids };
range.Hidden = true;
range.Does((line, cancel) =>
{
    long[] given = line.GetValue(ids)!;
    TableSynthesizer.Load(line.GetValue(model)!)
        .GenerateShards(line.GetValue(shardFolder)!, given[0], given[1], (int)given[2], cancel: cancel);
    return Task.CompletedTask;
});

var root = new RootCommand("The experiments that this repository's figures are from.")
{
    mnist, fashion, generation, judge, models, outliers, learning, likelihood, attributes, editing, inpainting, faces, paper, tables,
    imputation, rare, logz, sides, leap, soak, service, optima, onnx, page, shards, range, render, rows, mutations,
};
return await Commands.RunAsync(root, args);

async Task<string> Data(ParseResult line, ImageDataset dataset, CancellationToken cancel) =>
    line.GetValue(data) ?? await dataset.InCacheAsync(cancel);

Command OfTables(string name, string description, Func<bool, TableEvaluation> evaluation)
{
    var command = new Command(name, $"{description}; can be interrupted") { folder, output, seeds, sets, methods, quick };
    command.Does((line, _) =>
    {
        evaluation(line.GetValue(quick)).Run(
            new TableFolder(line.GetValue(folder)),
            Output(line),
            new(line.GetValue(seeds), line.GetValue(sets)!, line.GetValue(methods)!, line.GetValue(quick)));
        return Task.CompletedTask;
    });
    return command;
}

string Output(ParseResult line) => line.GetValue(output) ?? Checkout.Artifacts("experiments");

void Compare(ParseResult line, string name, string folder) => ImageEvaluation.Run(
    name,
    folder,
    Output(line),
    line.GetValue(quick) ? EvaluationBudget.Quick : EvaluationBudget.Full);
