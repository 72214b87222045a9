using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Architecture;

/// <summary>Who may mention whom. The picture is in docs/decisions.md; this holds it.</summary>
public class ShapeTests
{
    private static readonly Assembly Domain = Assembly.Load("Ensoras.Domain");
    private static readonly Assembly Web = typeof(Program).Assembly;

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("MudBlazor")]
    [InlineData("Quartz")]
    [InlineData("Ensoras.Web")]
    public void The_domain_knows_neither_the_web_nor_the_scheduler(string assembly)
    {
        var referenced = Domain.GetReferencedAssemblies().Select(name => name.Name!);

        Assert.DoesNotContain(referenced, name => name.StartsWith(assembly, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Drafting")]
    [InlineData("Tools")]
    [InlineData("Workflows")]
    [InlineData("Channels")]
    [InlineData("Knowledge")]
    public void Tickets_do_not_mention_those_who_watch_them(string watcher)
    {
        var mentions =
            from type in Domain.GetTypes()
            where IsIn(type, "Ensoras.Domain.Tickets")
            from mentioned in Mentions.TypesOf(type)
            where IsIn(mentioned, $"Ensoras.Domain.{watcher}")
            select $"{type.FullName} mentions {mentioned.FullName}";

        Assert.Empty(mentions.Distinct());
    }

    [Fact]
    public void The_web_saves_nothing_itself()
    {
        var writes =
            from type in Web.GetTypes()
            from member in Mentions.MembersOf(type)
            where Writes(member)
            select $"{type.FullName} calls {member.Name}";

        Assert.Empty(writes.Distinct());
    }

    [Fact]
    public void The_reader_of_these_tests_sees_into_async_bodies()
    {
        var types = typeof(SavesInTheDark).GetNestedTypes(BindingFlags.NonPublic).Append(typeof(SavesInTheDark)).ToList();

        Assert.Contains(types.SelectMany(Mentions.MembersOf), Writes);
        Assert.Contains(typeof(DbContext), types.SelectMany(Mentions.TypesOf));
    }

    private static bool Writes(MemberInfo member) =>
        member is MethodInfo { Name: "SaveChanges" or "SaveChangesAsync" } method && typeof(DbContext).IsAssignableFrom(method.DeclaringType)
        || member is MethodInfo { Name: "ExecuteUpdateAsync" or "ExecuteUpdate" or "ExecuteDeleteAsync" or "ExecuteDelete" };

    private static bool IsIn(Type type, string space) =>
        type.Namespace is { } own && (own == space || own.StartsWith(space + ".", StringComparison.Ordinal));

    private static class SavesInTheDark
    {
        public static async Task SaveAsync(Func<object> open)
        {
            await Task.Yield();
            await ((DbContext)open()).SaveChangesAsync();
        }
    }
}
