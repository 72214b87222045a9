using System.Collections.Concurrent;
using Ensoras.Domain.Channels;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Ensoras.Tests.Channels.Email;

/// <summary>Recipients whose server takes minutes hold up only themselves.</summary>
public sealed class SlowRecipientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task While_slow_recipients_are_served_what_becomes_due_for_others_goes_out()
    {
        var slow = new TaskCompletionSource<SendOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = new ConcurrentQueue<string>();
        var mail = new ChoosingChannel(message =>
        {
            if (message.CustomerEmail!.EndsWith("slow.example", StringComparison.Ordinal))
            {
                return slow.Task;
            }

            sent.Enqueue(message.CustomerEmail);
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent());
        });
        await using var world = await World.CreateAsync(configure: mail.Replace);
        for (var number = 0; number < 20; number++)
        {
            await ReplyAsync(world, $"a{number}@slow.example");
        }

        var sweep = world.Services.GetRequiredKeyedService<ISweep>(Sweep.OutboundMail).RunAsync(CancellationToken.None);
        await ReplyAsync(world, "mira@quick.example");
        await world.Time.AdvanceUntilAsync(() => sent.Count == 1, Patience);
        Assert.False(sweep.IsCompleted);

        await ReplyAsync(world, "kim@quick.example");
        await world.Time.AdvanceUntilAsync(() => sent.Count == 2, Patience);
        Assert.False(sweep.IsCompleted);

        slow.SetResult(new SendOutcome.Sent());
        await world.Time.AdvanceUntilAsync(() => sweep.IsCompleted, Patience);
        Assert.Equal(22, await sweep);
    }

    private static async Task ReplyAsync(World world, string address)
    {
        var customer = new Customer(world.Project.Id, address, address, world.Now);
        await using (var db = await world.OpenDbAsync())
        {
            db.Add(customer);
            await db.SaveChangesAsync();
        }

        var ticket = await world.GivenTicketAsync(channel: Channel.Email, customer: customer);
        await world.ChangeAsync(
            ticket.Id,
            world.Jonas,
            (changed, stamp) => changed.Reply(stamp, "Hello", TimeSpan.Zero));
    }

    private sealed class ChoosingChannel(Func<OutgoingMessage, Task<SendOutcome>> send) : IChannel
    {
        public Channel Channel => Channel.Email;

        public bool SendsByStoring => false;

        public Task<SendOutcome> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) =>
            send(message);

        public void Replace(IServiceCollection services)
        {
            foreach (
                var email in services
                    .Where(service =>
                        service.ServiceType == typeof(IChannel) && service.ImplementationType?.Name == "EmailChannel")
                    .ToList())
            {
                services.Remove(email);
            }

            services.AddSingleton<IChannel>(this);
        }
    }
}
