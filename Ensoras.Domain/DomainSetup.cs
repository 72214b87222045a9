using Ensoras.Domain.Channels;
using Ensoras.Domain.Channels.Email;
using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Drafting;
using Ensoras.Domain.Import;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Live;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Sample;
using Ensoras.Domain.Scheduling;
using Ensoras.Domain.Servers;
using Ensoras.Domain.Setup;
using Ensoras.Domain.Storage;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Tools;
using Ensoras.Domain.Workflows;
using Ensoras.Domain.Workflows.Actions;
using MailKit.Net.Smtp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ensoras.Domain;

/// <summary>
/// Everything the domain is made of: its table of contents in code. Storage is chosen beside it, by <see
/// cref="Storage.StorageSetup"/>.
/// </summary>
public static class DomainSetup
{
    public static IServiceCollection AddEnsoras(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWakeUp, NoWakeUp>();

        // What screens follow and share.
        services.AddSingleton<LiveUpdates>();
        services.AddSingleton<SharedReads>();
        services.AddSingleton<Presence>();

        // The servers that the desk runs on, and their clocks.
        services.AddSingleton<LivingServers>();
        services.AddSingleton<ClockWatch>();
        services.AddSingleton<ClockJumps>();
        services.AddSingleton<StorageProbe>();
        services.AddSingleton<SchemaUpgrade>();

        // Projects, people and teams.
        services.AddSingleton<ProjectAdmin>();
        services.AddSingleton<ProjectReads>();
        services.AddSingleton<SetupReads>();
        services.AddSingleton<SecurityLog>();
        services.AddSingleton<AgentSessions>();
        services.AddSingleton<CustomerAddresses>();

        // Tickets: the one door, and what is read.
        services.AddSingleton<TicketDesk>();
        services.AddSingleton<TicketReads>();
        services.AddSingleton<Departures>();
        services.AddSingleton<AttachmentStore>();
        services.AddSingleton<TicketList>();
        services.AddSingleton<ChoiceReads>();
        services.AddSingleton<BulkActions>();
        services.AddSingleton<BulkRuns>();
        services.AddSingleton<Preferences>();

        // The ways to the customer.
        services.AddSingleton<IChannel, WidgetChannel>();
        services.AddSingleton<IChannel, EmailChannel>();
        services.TryAddSingleton<Func<ISmtpClient>>(() => new SmtpClient());
        services.AddSingleton<MailLedger>();
        services.AddSingleton<MailTickets>();
        services.AddSingleton<Intake>();
        services.AddSingleton<MailAdmin>();
        services.AddSingleton<MailConnections>();
        services.AddSingleton<MailboxReader>();
        services.AddSingleton<MailboxTest>();
        services.TryAddSingleton<IMailSecrets, NoMailSecrets>();
        services.AddSingleton<ActiveChats>();
        services.AddSingleton<Attendance>();
        services.AddSingleton<WidgetSessions>();
        services.AddSingleton<VisitorIntroductions>();
        services.AddSingleton<ConversationTakeover>();
        services.AddSingleton<WidgetConversation>();

        services.AddSingleton<SampleDesk>();
        services.AddTransient<Importer>();
        services.AddTransient<IImportFormat, ConversationImport>();
        services.AddTransient<IImportFormat, ManualPageImport>();

        // What is known.
        services.AddSingleton<KnowledgeBase>();

        // What happens by rule when a customer writes, and what it can do.
        services.AddSingleton<WorkflowStore>();
        services.AddSingleton<WorkflowEngine>();
        services.AddSingleton<IWorkflowAction, AssignAgent>();
        services.AddSingleton<IWorkflowAction, AssignTeam>();
        services.AddSingleton<IWorkflowAction, UpdatePriority>();
        services.AddSingleton<IWorkflowAction, AddTag>();
        services.AddSingleton<IWorkflowAction, Escalate>();

        // What happens by the clock.
        services.AddKeyedSingleton<ISweep, DeliverySweep>(Sweep.Delivery);
        services.AddKeyedSingleton<ISweep, OutboundMailSweep>(Sweep.OutboundMail);
        services.AddKeyedSingleton<ISweep, InboundMailSweep>(Sweep.InboundMail);
        services.AddKeyedSingleton<ISweep, MailboxSweep>(Sweep.Mailboxes);
        services.AddKeyedSingleton<ISweep, OldOriginalsSweep>(Sweep.OldOriginals);
        services.AddKeyedSingleton<ISweep, Drafter>(Sweep.Drafts);
        services.AddKeyedSingleton<ISweep, ToolRunner>(Sweep.Tools);
        services.AddKeyedSingleton<ISweep>(
            Sweep.Workflows,
            (provider, _) => provider.GetRequiredService<WorkflowEngine>());
        services.AddKeyedSingleton<ISweep, AutoCloseSweep>(Sweep.AutoClose);
        services.AddKeyedSingleton<ISweep, StaleTicketsSweep>(Sweep.Stale);
        services.AddKeyedSingleton<ISweep, UnsentAttachmentsSweep>(Sweep.Attachments);
        services.AddKeyedSingleton<ISweep>(Sweep.Bulk, (provider, _) => provider.GetRequiredService<BulkRuns>());
        services.TryAddSingleton<IDraftWriter, ExcerptWriter>();
        return services;
    }
}
