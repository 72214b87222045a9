using Ensoras.Domain.Semantic;
using Ensoras.Web.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Hosting;

public sealed class SentenceModelSetupTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public void Without_the_setting_there_is_no_sentence_model(string? setting)
    {
        using var services = Add(setting);

        Assert.Null(services.GetService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    [Fact]
    public void With_the_setting_there_is_one_and_it_is_not_loaded_yet()
    {
        using var services = Add("true");

        Assert.False(Assert.IsType<SentenceModel>(
            services.GetService<IEmbeddingGenerator<string, Embedding<float>>>()).IsLoaded);
    }

    [Fact]
    public void The_product_mentions_the_sentence_model_nowhere_so_that_a_publish_may_leave_it_out()
    {
        var mentioned = typeof(Program).Assembly.GetReferencedAssemblies()
            .Concat(typeof(Domain.DomainSetup).Assembly.GetReferencedAssemblies())
            .Select(name => name.Name!);

        Assert.DoesNotContain(mentioned, name => name.StartsWith("Ensoras.Semantic", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.ML", StringComparison.Ordinal));
    }

    private static ServiceProvider Add(string? setting)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Ensoras:Semantic"] = setting })
            .Build();
        var services = new ServiceCollection();
        Assert.True(SentenceModelSetup.TryAdd(services, settings));
        return services.BuildServiceProvider();
    }
}
