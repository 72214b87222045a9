using System.Text.Json;
using Ensoras.Domain.Projects;
using Ensoras.Domain.Tickets;
using Ensoras.Domain.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class WorkflowMapping : IEntityTypeConfiguration<Workflow>, IEntityTypeConfiguration<WorkflowRun>
{
    public void Configure(EntityTypeBuilder<Workflow> workflow)
    {
        workflow.Property(row => row.Id).ValueGeneratedNever();
        workflow.Property(row => row.Version).IsConcurrencyToken();
        workflow
            .Property(row => row.Conditions)
            .HasConversion(AsJson<WorkflowCondition>(), Compared<WorkflowCondition>());
        workflow.Property(row => row.Steps).HasConversion(AsJson<WorkflowStep>(), Compared<WorkflowStep>());
        workflow.HasOne<Project>().WithMany().HasForeignKey(row => row.ProjectId);
        workflow.HasIndex(row => new { row.ProjectId, row.Position });
    }

    public void Configure(EntityTypeBuilder<WorkflowRun> run)
    {
        run.Property(row => row.Id).ValueGeneratedNever();
        run.HasOne<Ticket>().WithMany().HasForeignKey(row => row.TicketId);
        run.HasIndex(row => new { row.TicketId, row.MessageNumber, row.WorkflowId }).IsUnique();

        // The filter "Matched Workflow": only what a workflow did, and no foreign key, because it stays when the
        // workflow is deleted.
        run.HasIndex(row => new { row.WorkflowId, row.TicketId }, "IX_WorkflowRuns_Matched").HasFilter("\"Matched\"");
    }

    private static ValueConverter<IReadOnlyList<T>, string> AsJson<T>() => new(
        list => JsonSerializer.Serialize(list, JsonSerializerOptions.Default),
        text => JsonSerializer.Deserialize<T[]>(text, JsonSerializerOptions.Default)!);

    // A list is replaced as a whole, never changed in place.
    private static ValueComparer<IReadOnlyList<T>> Compared<T>() =>
        new((left, right) => ReferenceEquals(left, right), list => list.Count, list => list);
}
