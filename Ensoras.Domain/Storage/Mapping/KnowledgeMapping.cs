using Ensoras.Domain.Channels.Widget;
using Ensoras.Domain.Knowledge;
using Ensoras.Domain.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class KnowledgeMapping
    : IEntityTypeConfiguration<Article>,
        IEntityTypeConfiguration<Passage>,
        IEntityTypeConfiguration<WidgetSession>
{
    public void Configure(EntityTypeBuilder<Article> article)
    {
        article.Property(row => row.Id).ValueGeneratedNever();
        article.Property(row => row.Version).IsConcurrencyToken();
        article.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId);
        article.HasMany(row => row.Passages).WithOne().HasForeignKey(passage => passage.ArticleId);
        article.Navigation(row => row.Passages).HasField("_passages").UsePropertyAccessMode(PropertyAccessMode.Field);
        article.HasIndex(row => new { row.ProjectId, row.Key }).IsUnique();
        article.HasIndex(row => new { row.ProjectId, row.CollectionOrder, row.TitleOrder });
    }

    public void Configure(EntityTypeBuilder<Passage> passage) =>

        // A whole-number key, because full text refers to rows by number.
        passage.Property(row => row.Id).ValueGeneratedOnAdd();

    public void Configure(EntityTypeBuilder<WidgetSession> session)
    {
        session.Property(row => row.Id).ValueGeneratedNever();

        // Two tabs that write the first message at once begin one conversation.
        session.Property(row => row.TicketId).IsConcurrencyToken();
        session.HasIndex(row => row.TokenHash).IsUnique();
        session.HasIndex(row => row.TicketId);
        session.HasIndex(row => new { row.ProjectId, row.LastSeenAt });
    }
}
