using System.Text.Json;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>, IEntityTypeConfiguration<ToolCall>
{
    public void Configure(EntityTypeBuilder<Message> message)
    {
        message.Property(row => row.Id).ValueGeneratedNever();
        message
            .Property(row => row.Sources)
            .HasConversion(
                new ValueConverter<IReadOnlyList<DraftSource>, string?>(
                    sources =>
                        sources.Count == 0 ? null : JsonSerializer.Serialize(sources, JsonSerializerOptions.Default),
                    text =>
                        text == null
                            ? Array.Empty<DraftSource>()
                            : JsonSerializer.Deserialize<DraftSource[]>(text, JsonSerializerOptions.Default)!),
                new ValueComparer<IReadOnlyList<DraftSource>>(
                    (left, right) => left!.SequenceEqual(right!),
                    sources => sources.Count));
        message.Property(row => row.Sources).IsRequired(false);
        message.HasMany(row => row.ToolCalls).WithOne().HasForeignKey(call => call.MessageId);
        message.Navigation(row => row.ToolCalls).HasField("_toolCalls").UsePropertyAccessMode(PropertyAccessMode.Field);
        message.HasMany(row => row.Attachments).WithOne().HasForeignKey(attachment => attachment.MessageId);
        message
            .Navigation(row => row.Attachments)
            .HasField("_attachments")
            .UsePropertyAccessMode(PropertyAccessMode.Field);

        message.HasIndex(row => new { row.TicketId, row.Number }).IsUnique();
        message
            .HasIndex(row => new { row.TicketId, row.ExternalId })
            .IsUnique()
            .HasFilter("\"ExternalId\" IS NOT NULL");

        // What is on its way: Queued, Scheduled and Sending.
        message.HasIndex(row => new { row.Status, row.DueAt }).HasFilter("\"DueAt\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<ToolCall> call)
    {
        call.Property(row => row.Id).ValueGeneratedNever();
        call.HasIndex(row => row.Status)
            .HasFilter($"\"Status\" IN ({(int)ToolCallStatus.Approved}, {(int)ToolCallStatus.Running})");
    }
}
