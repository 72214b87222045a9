using Ensoras.Domain.Channels.Email.Inbound;
using Ensoras.Domain.Channels.Email.Mailboxes;
using Ensoras.Domain.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class MailMapping
    : IEntityTypeConfiguration<InboundMail>,
        IEntityTypeConfiguration<InboundMailPart>,
        IEntityTypeConfiguration<UndeliverableAddress>,
        IEntityTypeConfiguration<Mailbox>,
        IEntityTypeConfiguration<ProjectMail>
{
    public void Configure(EntityTypeBuilder<InboundMail> mail)
    {
        mail.Property(row => row.Id).ValueGeneratedNever();
        mail.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId).OnDelete(DeleteBehavior.Restrict);

        // A second server that settles it finds that another was first.
        mail.Property(row => row.Outcome).IsConcurrencyToken();

        // The ledger, newest first; each UID of a folder once; each email once, by whatever way it comes.
        mail.HasIndex(row => new { row.ProjectId, row.StoredAt });
        mail.HasIndex(row => new
        {
            row.MailboxId,
            row.Folder,
            row.UidValidity,
            row.Uid,
        })
            .IsUnique()
            .HasFilter("\"Uid\" IS NOT NULL");
        mail.HasIndex(row => new { row.ProjectId, row.ContentKey }).IsUnique().HasFilter("\"ContentKey\" IS NOT NULL");

        // Which conversation an email answers; how much a sender wrote within the hour.
        mail.HasIndex(row => new { row.ProjectId, row.MailId }).HasFilter("\"MailId\" IS NOT NULL");
        mail.HasIndex(row => new
        {
            row.ProjectId,
            row.Sender,
            row.StoredAt,
        })
            .HasFilter("\"Sender\" IS NOT NULL");
        mail.HasIndex(row => new { row.TicketId, row.StoredAt }).HasFilter("\"TicketId\" IS NOT NULL");

        // What waits to be read.
        mail.HasIndex(row => row.DueAt).HasFilter("\"DueAt\" IS NOT NULL");
    }

    public void Configure(EntityTypeBuilder<InboundMailPart> part)
    {
        part.HasKey(row => new { row.InboundMailId, row.Number });
        part.HasOne<InboundMail>().WithMany().HasForeignKey(row => row.InboundMailId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<UndeliverableAddress> address) =>
        address.HasKey(row => new { row.ProjectId, row.NormalizedAddress });

    public void Configure(EntityTypeBuilder<Mailbox> mailbox)
    {
        mailbox.Property(row => row.Id).ValueGeneratedNever();
        mailbox.HasIndex(row => new { row.ProjectId, row.NormalizedAddress }).IsUnique();
        mailbox.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ProjectMail> mail)
    {
        mail.HasKey(row => row.ProjectId);
        mail.Property(row => row.ProjectId).ValueGeneratedNever();
        mail.HasIndex(row => row.TokenHash).IsUnique().HasFilter("\"TokenHash\" IS NOT NULL");
    }
}
