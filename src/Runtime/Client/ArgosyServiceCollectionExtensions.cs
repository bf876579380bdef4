using Argosy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="ArgosyClient"/>.</summary>
public static class ArgosyServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="ArgosyClient"/> for the whole program; it connects at its first use and logs through the program's own logging.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Where to connect; null: as the environment says.</param>
    public static IServiceCollection AddArgosy(this IServiceCollection services, Action<ArgosyClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var options = new ArgosyClientOptions { LoggerFactory = provider.GetService<ILoggerFactory>() };
            configure?.Invoke(options);
            return ArgosyClient.Connect(options);
        });
        return services;
    }
}
