using System.Reflection;
using Ensoras.Domain.Live;
using Ensoras.Domain.Tickets;
using Ensoras.Tests.Support;
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
    public void No_two_folders_of_the_domain_mention_each_other() =>
        // The one accepted circle: features use EnsorasDb, and Storage maps the features.
        Assert.Empty(Folders.CirclesIn(Domain, "Ensoras.Domain", except: ["Storage"]));

    [Fact]
    public void No_two_folders_of_the_web_mention_each_other() =>
        Assert.Empty(Folders.CirclesIn(Web, "Ensoras.Web", except: []));

    [Fact]
    public void Only_the_desk_stores_what_an_operation_of_a_ticket_changed()
    {
        var storing =
            from type in Domain.GetTypes().Concat(Web.GetTypes())
            where Folders.Outermost(type) != typeof(TicketDesk)
            let members = Mentions.MembersOf(type).ToList()
            where members.Exists(Writes) && members.Exists(IsOperation) && type.DeclaringType is not null
            select type.FullName;

        Assert.Empty(storing);
    }

    [Fact]
    public void Only_the_desk_publishes_that_a_ticket_changed()
    {
        var publishing =
            from type in Domain.GetTypes().Concat(Web.GetTypes())
            from method in Mentions.MethodsOf(type)
            where
                method.Mentioned.Any(member =>
                    member is
                    {
                        Name: nameof(LiveUpdates.Publish) or nameof(LiveUpdates.PublishBy),
                        DeclaringType: { } live,
                    }
                    && live == typeof(LiveUpdates))
                && method.Mentioned.Any(member =>
                    member is { Name: nameof(LiveScope.Ticket), DeclaringType: { } scope }
                    && scope == typeof(LiveScope))
            select Folders.Outermost(type);

        Assert.Equal([typeof(TicketDesk)], publishing.Distinct());
    }

    [Theory, OnEveryDatabase]
    public async Task The_model_has_no_change_that_its_migrations_lack(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        await using var db = await world.OpenDbAsync();

        Assert.False(db.Database.HasPendingModelChanges(), "Run build/new-baseline.sh.");
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
        var types = typeof(SavesInTheDark)
            .GetNestedTypes(BindingFlags.NonPublic)
            .Append(typeof(SavesInTheDark))
            .ToList();

        Assert.Contains(types.SelectMany(Mentions.MembersOf), Writes);
        Assert.Contains(typeof(DbContext), types.SelectMany(Mentions.TypesOf));
    }

    private static bool Writes(MemberInfo member) =>
        member is MethodInfo { Name: "SaveChanges" or "SaveChangesAsync" } method
            && typeof(DbContext).IsAssignableFrom(method.DeclaringType)
        || member
            is MethodInfo { Name: "ExecuteUpdateAsync" or "ExecuteUpdate" or "ExecuteDeleteAsync" or "ExecuteDelete" };

    // Every operation of a ticket says who does it and when.
    private static bool IsOperation(MemberInfo member) =>
        member is MethodInfo method
        && method.DeclaringType == typeof(Ticket)
        && method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Stamp));

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
