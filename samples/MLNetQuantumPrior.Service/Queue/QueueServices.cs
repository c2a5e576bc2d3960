namespace MLNetQuantumPrior.Service;

/// <summary>Adds a model, the queue before it and the queue's health to the services.</summary>
internal static class QueueServices
{
    public static void AddModel<TModel, TRow, TAnswer>(this IServiceCollection services)
        where TModel : class, IBatchModel<TRow, TAnswer>
    {
        services.AddSingleton<TModel>();
        services.AddSingleton<IBatchModel<TRow, TAnswer>>(provider => provider.GetRequiredService<TModel>());
        services.AddSingleton<BatchQueue<TRow, TAnswer>>();
        services.AddHostedService(provider => provider.GetRequiredService<BatchQueue<TRow, TAnswer>>());
        services.AddHealthChecks().AddCheck<QueueHealth<TRow, TAnswer>>(typeof(TModel).Name);
    }
}
