using Ensoras.Domain.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Ensoras.Migrations;

internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    // No server is asked: a migration is made from the model alone.
    public PostgresDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql("Host=nowhere").Options);
}
