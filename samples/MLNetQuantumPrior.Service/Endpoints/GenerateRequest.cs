using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace MLNetQuantumPrior.Service;

/// <summary>Which rows to draw, as a JSON body or as a query.</summary>
internal sealed record GenerateRequest
{
    /// <summary>Name of a class, or its number from 0 where no class has that name.</summary>
    [FromQuery(Name = "class")]
    [JsonConverter(typeof(NameOrNumber))]
    public string? Class { get; init; }

    /// <summary>Number of rows. Default 1.</summary>
    [FromQuery(Name = "count")]
    public int? Count { get; init; }

    /// <summary>Seed of the rows. Default 0.</summary>
    [FromQuery(Name = "seed")]
    public long? Seed { get; init; }

    /// <summary>Number of the first row; the next ones follow. The same numbers are the same rows. Default 0.</summary>
    [FromQuery(Name = "firstId")]
    public long? FirstId { get; init; }

    /// <summary>Gibbs sweeps of each row. Default 20.</summary>
    [FromQuery(Name = "sweeps")]
    public int? Sweeps { get; init; }

    /// <summary>Inverse temperature: above 1 for more typical rows, below for more varied ones. Default 1.</summary>
    [FromQuery(Name = "beta")]
    public float? Beta { get; init; }
}

/// <summary>Drawn rows, and the class that they are of.</summary>
internal sealed record GenerateResponse(string? Class, GeneratedRow[] Rows);
