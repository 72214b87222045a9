using System.Reflection;
using Xunit.Sdk;

namespace Ensoras.Tests.Support;

/// <summary>Runs a theory on SQLite, and on PostgreSQL where ./test.sh has started one.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEveryDatabaseAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        yield return [Engine.Sqlite];
        if (Database.PostgresServer is not null)
        {
            yield return [Engine.Postgres];
        }
    }
}
