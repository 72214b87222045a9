using System.Reflection;
using Xunit.Sdk;

namespace Ensoras.Tests.Support;

/// <summary>Runs a theory on PostgreSQL only; ./test.sh has started one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : DataAttribute
{
    public override string? Skip =>
        Database.PostgresServer is null ? "There is no PostgreSQL: ENSORAS_TEST_POSTGRES is not set." : null;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Engine.Postgres]];
}
