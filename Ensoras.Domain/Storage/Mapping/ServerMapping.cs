using Ensoras.Domain.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Ensoras.Domain.Storage.Mapping;

internal sealed class ServerMapping
    : IEntityTypeConfiguration<Server>,
        IEntityTypeConfiguration<ClockJump>,
        IEntityTypeConfiguration<ClockJumpClosing>
{
    public void Configure(EntityTypeBuilder<Server> server) => server.Property(row => row.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<ClockJump> jump)
    {
        jump.Property(row => row.Id).ValueGeneratedNever();
        jump.HasIndex(row => row.DismissedAt);
    }

    public void Configure(EntityTypeBuilder<ClockJumpClosing> closing)
    {
        closing.HasKey(row => new { row.JumpId, row.TicketId });
        closing.HasOne<ClockJump>().WithMany().HasForeignKey(row => row.JumpId);
    }
}
