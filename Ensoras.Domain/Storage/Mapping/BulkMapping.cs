using System.Text.Json;
using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class BulkMapping : IEntityTypeConfiguration<BulkJob>, IEntityTypeConfiguration<BulkSelection>
{
    public void Configure(EntityTypeBuilder<BulkJob> job)
    {
        job.Property(row => row.Id).ValueGeneratedNever();
        job.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId);
        job.HasOne<Agent>().WithMany().HasForeignKey(row => row.AgentId);
        job.HasOne(row => row.Selection).WithOne().HasForeignKey<BulkSelection>(selection => selection.JobId);
    }

    public void Configure(EntityTypeBuilder<BulkSelection> selection)
    {
        selection.HasKey(row => row.JobId);
        selection.Property(row => row.JobId).ValueGeneratedNever();
        selection
            .Property(row => row.Tickets)
            .HasConversion(
                new ValueConverter<IReadOnlyList<SelectedTicket>, string>(
                    tickets => JsonSerializer.Serialize(tickets, JsonSerializerOptions.Default),
                    text => JsonSerializer.Deserialize<SelectedTicket[]>(text, JsonSerializerOptions.Default)!),
                new ValueComparer<IReadOnlyList<SelectedTicket>>(
                    (left, right) => left!.SequenceEqual(right!),
                    tickets => tickets.Count));
    }
}
