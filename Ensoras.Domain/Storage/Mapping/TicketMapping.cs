using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class TicketMapping : IEntityTypeConfiguration<Ticket>, IEntityTypeConfiguration<TicketEvent>
{
    public void Configure(EntityTypeBuilder<Ticket> ticket)
    {
        ticket.Property(row => row.Id).ValueGeneratedNever();
        ticket.Property(row => row.Version).IsConcurrencyToken();
        ticket.Property(row => row.StatusBeforeReply);
        ticket.Property<DateTimeOffset?>("_customerWaitsSince").HasColumnName("CustomerWaitsSince");
        ticket.Property<int>("LastNumber");
        ticket.Property<int>("LastShownNumber");
        ticket.Property<bool>("SendWhenWritten");
        ticket.Property<bool>("DraftIsOnDemand");
        ticket.Property(row => row.BeforeClose);
        ticket.Property(row => row.BeforeReply);
        ticket.Property<TicketStatus?>("StatusBeforeAutoClose");
        ticket.Property<string>("TagLines").HasColumnName("Tags");
        ticket.Property(row => row.ParticipantList).HasColumnName("Participants");
        ticket.Ignore(row => row.Participants);
        ticket.Ignore(row => row.Tags).Ignore(row => row.NewEvents).Ignore(row => row.NewRuns);
        ticket.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId).OnDelete(DeleteBehavior.Restrict);
        ticket.HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId).OnDelete(DeleteBehavior.Restrict);
        ticket.HasMany(row => row.Messages).WithOne().HasForeignKey(message => message.TicketId);
        ticket.Navigation(row => row.Messages).HasField("_messages").UsePropertyAccessMode(PropertyAccessMode.Field);

        ticket.HasIndex(row => new { row.ProjectId, row.Number }).IsUnique();
        ticket.HasIndex(row => new { row.ProjectId, row.ImportKey }).IsUnique().HasFilter("\"ImportKey\" IS NOT NULL");
        ticket.HasIndex(row => new { row.CustomerId, row.Status });
        ticket.HasIndex(row => row.DraftDueAt).HasFilter("\"DraftDueAt\" IS NOT NULL");
        ticket.HasIndex(row => row.WorkflowsFrom).HasFilter("\"WorkflowsFrom\" IS NOT NULL");

        // Tickets: one index per order that a column header offers (TicketList.CanSort), and each person's own.
        ticket.HasIndex(row => new { row.ProjectId, row.LastMessageAt, row.Number });
        ticket.HasIndex(row => new { row.ProjectId, row.CreatedAt, row.Number });
        ticket.HasIndex(row => new { row.ProjectId, row.Priority, row.Number });
        ticket.HasIndex(row => new { row.ProjectId, row.Status, row.StatusSince, row.Number });
        ticket.HasIndex(row => new { row.ProjectId, row.AssigneeId }).HasFilter("\"AssigneeId\" IS NOT NULL");

        // The Inbox: one index per order that a column header offers, each only as large as the Inbox itself.
        // Channel, assignee and team stand behind the key so that a filter is decided without touching the table.
        const string inInbox = "\"InboxRank\" IS NOT NULL";
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.InboxRank,
                    row.WaitingSince,
                    row.Number,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Urgency")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.LastMessageAt,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_LastMessage")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.CreatedAt,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Created")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.MessageCount,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Messages")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.Priority,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Priority")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.TitleOrder,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Title")
            .HasFilter(inInbox);
        ticket
            .HasIndex(
                row => new
                {
                    row.ProjectId,
                    row.AssigneeKey,
                    row.Number,
                    row.InboxRank,
                    row.Channel,
                    row.AssigneeId,
                    row.TeamId,
                },
                "IX_Inbox_Assigned")
            .HasFilter(inInbox);
    }

    public void Configure(EntityTypeBuilder<TicketEvent> line)
    {
        line.Property(row => row.Id).ValueGeneratedNever();
        line.HasIndex(row => new { row.TicketId, row.At });
        line.HasOne<Ticket>().WithMany().HasForeignKey(row => row.TicketId);
    }
}
