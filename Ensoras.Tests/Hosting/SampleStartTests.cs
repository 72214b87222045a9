using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Ensoras.Web.Hosting;

namespace Ensoras.Tests.Hosting;

public sealed class SampleStartTests(EmptyDesk desk) : IClassFixture<EmptyDesk>
{
    [Fact]
    public async Task The_password_is_told_before_anything_is_stored_so_that_a_start_that_breaks_off_locks_nobody_out()
    {
        using var stopping = new CancellationTokenSource();
        await using var output = new Interrupted(stopping);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SampleStart.FillAsync(desk.Services, desk.Get<StartOptions>(), output, stopping.Token));

        Assert.Contains("The password of all of them: ", output.ToString(), StringComparison.Ordinal);
        Assert.False(await desk.Get<ProjectReads>().IsSetUpAsync(CancellationToken.None));
    }

    /// <summary>Stops the start as soon as the password has been told.</summary>
    private sealed class Interrupted(CancellationTokenSource stopping) : StringWriter
    {
        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            if (value?.StartsWith("The password", StringComparison.Ordinal) == true)
            {
                await stopping.CancelAsync();
            }
        }
    }
}
