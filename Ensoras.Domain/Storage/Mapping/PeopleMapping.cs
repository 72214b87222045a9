using Ensoras.Domain.People;
using Ensoras.Domain.Projects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class PeopleMapping :
    IEntityTypeConfiguration<Project>,
    IEntityTypeConfiguration<Agent>,
    IEntityTypeConfiguration<AgentSession>,
    IEntityTypeConfiguration<SecurityEvent>,
    IEntityTypeConfiguration<Team>,
    IEntityTypeConfiguration<TeamMember>,
    IEntityTypeConfiguration<Invitation>,
    IEntityTypeConfiguration<Preference>,
    IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Project> project)
    {
        project.Property(row => row.Id).ValueGeneratedNever();
        project.HasIndex(row => row.PublicKey).IsUnique();
        project.HasIndex(row => row.Ordinal).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Agent> agent)
    {
        agent.Property(row => row.Id).ValueGeneratedNever();
        agent.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
        agent.HasIndex(row => row.NormalizedUserName).IsUnique();
        agent.HasIndex(row => row.NormalizedEmail);
        agent.HasIndex(row => row.ProjectId);
    }

    public void Configure(EntityTypeBuilder<AgentSession> session)
    {
        session.Property(row => row.Id).ValueGeneratedNever();
        session.HasOne<Agent>().WithMany().HasForeignKey(row => row.AgentId);
    }

    public void Configure(EntityTypeBuilder<SecurityEvent> entry)
    {
        entry.Property(row => row.Id).ValueGeneratedNever();
        entry.HasIndex(row => row.At);
        entry.HasIndex(row => new { row.AgentId, row.At });
    }

    public void Configure(EntityTypeBuilder<Team> team)
    {
        team.Property(row => row.Id).ValueGeneratedNever();
        team.HasIndex(row => new { row.ProjectId, row.Name }).IsUnique();
        team.HasMany(row => row.Members).WithOne().HasForeignKey(member => member.TeamId);
    }

    public void Configure(EntityTypeBuilder<TeamMember> member)
    {
        member.ToTable("TeamMembers");
        member.HasKey(row => new { row.TeamId, row.AgentId });
    }

    public void Configure(EntityTypeBuilder<Invitation> invitation)
    {
        invitation.Property(row => row.Id).ValueGeneratedNever();
        invitation.HasIndex(row => row.TokenHash).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Preference> preference) =>
        preference.HasKey(row => new { row.AgentId, row.Key });

    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.Property(row => row.Id).ValueGeneratedNever();
        customer.HasIndex(row => new { row.ProjectId, row.NormalizedEmail });
        customer
            .HasIndex(row => new { row.ProjectId, row.ExternalId })
            .IsUnique()
            .HasFilter("\"ExternalId\" IS NOT NULL");
    }
}
