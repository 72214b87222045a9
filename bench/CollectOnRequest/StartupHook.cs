using System.Net;

/// <summary>
/// Started in a published server by DOTNET_STARTUP_HOOKS: answers POST on 127.0.0.1:ENSORAS_COLLECT_PORT by
/// collecting garbage, so that what an open screen costs can be read without what happens to lie around. Never part
/// of the product.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{Environment.GetEnvironmentVariable("ENSORAS_COLLECT_PORT")}/");
        listener.Start();
        new Thread(() => Answer(listener)) { IsBackground = true }.Start();
    }

    private static void Answer(HttpListener listener)
    {
        while (true)
        {
            var context = listener.GetContext();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var writer = new StreamWriter(context.Response.OutputStream);
            writer.Write($"{GC.GetTotalMemory(false)} bytes live");
        }
    }
}
