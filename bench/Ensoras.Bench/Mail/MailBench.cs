using System.Diagnostics;
using System.Text;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Bench.Mail;

/// <summary>From the bytes of an email to a committed ticket on SQLite: how many a second, and what a large one takes.</summary>
internal static class MailBench
{
    private const int LargeBytes = 25 * 1024 * 1024;

    public static async Task RunAsync(int count, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("ensoras-bench-").FullName;
        try
        {
            await using var desk = new BenchDesk(Path.Combine(folder, "mail.db"));
            var project = new Project("Bench", TimeProvider.System.GetUtcNow());
            await using (var db = await desk.OpenDbAsync(CancellationToken.None))
            {
                await db.Database.MigrateAsync();
                db.Add(project);
                await db.SaveChangesAsync();
            }

            await TakeAsync(desk, project, 200, 0);
            var started = Stopwatch.GetTimestamp();
            await TakeAsync(desk, project, count, 1_000_000);
            var took = Stopwatch.GetElapsedTime(started);
            await output.WriteLineAsync($"{count} ordinary emails to tickets: {count / took.TotalSeconds:N0} a second");

            var before = Process.GetCurrentProcess().PeakWorkingSet64;
            started = Stopwatch.GetTimestamp();
            await StoreAsync(desk, project, Large());
            await desk.Get<IServiceProvider>().GetRequiredKeyedService<ISweep>(Sweep.InboundMail)
                .RunAsync(CancellationToken.None);
            using var process = Process.GetCurrentProcess();
            await output.WriteLineAsync(
                $"one email of 25 MB: {Stopwatch.GetElapsedTime(started).TotalMilliseconds:N0} ms, "
                + $"{Math.Max(0, process.PeakWorkingSet64 - before) / (1024 * 1024)} MB more memory at its peak, "
                + "its own bytes among them");
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task TakeAsync(BenchDesk desk, Project project, int count, int from)
    {
        for (var number = from; number < from + count; number++)
        {
            await StoreAsync(desk, project, Encoding.UTF8.GetBytes(Ordinary(number)));
        }

        await desk.Get<IServiceProvider>().GetRequiredKeyedService<ISweep>(Sweep.InboundMail)
            .RunAsync(CancellationToken.None);
    }

    private static async Task StoreAsync(BenchDesk desk, Project project, byte[] raw)
    {
        using var stream = new MemoryStream(raw);
        await desk.Get<MailLedger>().StoreAsync(new ArrivedMail(project.Id, MailDoor.Http), stream, CancellationToken.None);
    }

    private static string Ordinary(int number) =>
        $"From: Customer {number} <customer{number}@example.org>\r\nTo: support@localhost\r\nSubject: Where is order {number}?\r\n"
        + $"Message-ID: <{number}@mail.example.org>\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + $"Hello,\r\nmy order {number} was due on Monday and is not here. Where is it?\r\n\r\n-- \r\nCustomer {number}\r\n"
        + "--x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + $"<p>Hello,<br>my order {number} was due on Monday and is not here. Where is it?</p>\r\n--x--\r\n";

    private static byte[] Large() => Encoding.ASCII.GetBytes(
        "From: large@example.org\r\nTo: support@localhost\r\nSubject: Film\r\nMessage-ID: <large@mail.example.org>\r\n"
        + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--x\r\n"
        + "Content-Type: video/mp4; name=film.mp4\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(new byte[LargeBytes * 3 / 4], Base64FormattingOptions.InsertLineBreaks)
        + "\r\n--x--\r\n");
}
