using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class AttachmentMapping : IEntityTypeConfiguration<Attachment>, IEntityTypeConfiguration<AttachmentPart>
{
    public void Configure(EntityTypeBuilder<Attachment> attachment)
    {
        attachment.Property(row => row.Id).ValueGeneratedNever();
        attachment.HasOne<Ticket>().WithMany().HasForeignKey(row => row.TicketId).OnDelete(DeleteBehavior.Cascade);

        // A file that two messages want goes with one of them.
        attachment.Property(row => row.MessageId).IsConcurrencyToken();
        attachment.HasIndex(row => row.MessageId);

        // What waits to be sent.
        const string waits = "\"MessageId\" IS NULL";
        attachment.HasIndex(row => row.UploadedAt).HasFilter(waits);
        attachment.HasIndex(row => new { row.UploadedById, row.TicketId }).HasFilter(waits);
    }

    public void Configure(EntityTypeBuilder<AttachmentPart> part)
    {
        part.HasKey(row => new { row.AttachmentId, row.Number });
        part.HasOne<Attachment>().WithMany().HasForeignKey(row => row.AttachmentId).OnDelete(DeleteBehavior.Cascade);
    }
}
