using Microsoft.Extensions.AI;

namespace Ensoras.Web.Hosting;

/// <summary>
/// The sentence model, if the settings ask for it. It lies in an assembly of its own, which a publish may leave out and
/// which nothing else here mentions.
/// </summary>
public static class SentenceModelSetup
{
    private const string Model = "Ensoras.Domain.Semantic.SentenceModel, Ensoras.Semantic";

    /// <returns>False when it is asked for and not there; a sentence was printed.</returns>
    public static bool TryAdd(IServiceCollection services, IConfiguration settings)
    {
        if (!settings.GetValue<bool>("Ensoras:Semantic"))
        {
            return true;
        }

        if (Type.GetType(Model) is { } model)
        {
            services.AddSingleton(typeof(IEmbeddingGenerator<string, Embedding<float>>), model);
            return true;
        }

        Console.Error.WriteLine(
            "Ensoras:Semantic is on, but this build was made without the sentence model. Build with"
                + " -p:WithSentenceModel=true, or switch the setting off.");
        return false;
    }
}
