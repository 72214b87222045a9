using Ensoras.Domain.Projects;
using Ensoras.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Ensoras.Tests.Projects;

public class ProjectAdminTests
{
    [Theory]
    [OnEveryDatabase]
    public async Task The_last_admin_stays_one(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();

        await RefusedAsync(
            "Ada Admin is the only admin.",
            () => desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Ada.Id, Role.Lead, default));
        await RefusedAsync(
            "Ada Admin is the only admin.",
            () => desk.SwitchAsync(Actor.Of(world.Ada), world.Ada.Id, false, default));

        await desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Admin, default);
        await desk.SwitchAsync(Actor.Of(world.Ada), world.Lena.Id, false, default);
        await RefusedAsync(
            "Ada Admin is the only admin.",
            () => desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Ada.Id, Role.Lead, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Two_admins_who_remove_each_other_leave_one(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        await desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Admin, default);

        var outcomes = await Task.WhenAll(
            TryAsync(() => desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Lena.Id, Role.Agent, default)),
            TryAsync(() => desk.ChangeRoleAsync(Actor.Of(world.Lena), world.Ada.Id, Role.Agent, default)));

        Assert.Single(outcomes, done => done);
        await using var db = await world.OpenDbAsync();
        Assert.Equal(1, await db.Agents.CountAsync(agent => agent.Role == Role.Admin));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task Only_who_is_an_admin_now_changes_anything(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        var onceAdmin = Actor.Of(world.Lena) with { Role = Role.Admin };

        await RefusedAsync("Only an admin", () => desk.SwitchAsync(onceAdmin, world.Jonas.Id, false, default));
        await RefusedAsync("Only an admin", () => desk.InviteAsync(onceAdmin, "new@example.test", Role.Agent, default));
        await RefusedAsync("Only an admin", () => desk.CreateTeamAsync(onceAdmin, "Returns", [], default));
        await RefusedAsync("Only an admin", () => desk.ChangeSettingsAsync(onceAdmin, settings => settings, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_change_of_role_password_or_access_ends_the_sessions(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        var stamps = new List<string?> { await StampAsync() };

        await desk.ChangeRoleAsync(Actor.Of(world.Ada), world.Jonas.Id, Role.Reviewer, default);
        stamps.Add(await StampAsync());
        await desk.SwitchAsync(Actor.Of(world.Ada), world.Jonas.Id, false, default);
        stamps.Add(await StampAsync());
        await desk.ChangePasswordAsync(world.Jonas.Id, "hash", null, default);
        stamps.Add(await StampAsync());

        Assert.Equal(stamps.Count, stamps.Distinct().Count());

        async Task<string?> StampAsync()
        {
            await using var db = await world.OpenDbAsync();
            return await db
                .Agents.Where(agent => agent.Id == world.Jonas.Id)
                .Select(agent => agent.SecurityStamp)
                .SingleAsync();
        }
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_invitation_works_once(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        var token = await desk.InviteAsync(Actor.Of(world.Ada), "nia@example.test", Role.Reviewer, default);

        var outcomes = await Task.WhenAll(
            TryAsync(() => desk.AcceptAsync(token, "Nia", "hash", default)),
            TryAsync(() => desk.AcceptAsync(token, "Nia", "hash", default)));

        Assert.Single(outcomes, done => done);
        await RefusedAsync("This invitation was used or withdrawn", () => desk.FindInvitationAsync(token, default));
        await RefusedAsync(
            "NIA@example.test has an account already: Nia.",
            () => desk.InviteAsync(Actor.Of(world.Ada), " NIA@example.test", Role.Agent, default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task An_invitation_ends_after_72_hours_by_a_new_one_and_when_it_is_withdrawn(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        var reads = world.Get<ProjectReads>();
        var first = await desk.InviteAsync(Actor.Of(world.Ada), "nia@example.test", Role.Agent, default);
        var second = await desk.InviteAsync(Actor.Of(world.Ada), "nia@example.test", Role.Lead, default);
        await RefusedAsync("This invitation was used or withdrawn", () => desk.FindInvitationAsync(first, default));

        world.Time.Advance(TimeSpan.FromHours(72) - TimeSpan.FromSeconds(1));
        Assert.Equal(Role.Lead, (await desk.FindInvitationAsync(second, default)).Role);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(
            "This invitation was used or withdrawn",
            () => desk.AcceptAsync(second, "Nia", "hash", default));
        Assert.Empty(await reads.OpenInvitationsAsync(world.Project.Id, world.Now, default));

        var third = await desk.InviteAsync(Actor.Of(world.Ada), "nia@example.test", Role.Agent, default);
        await desk.RevokeAsync(
            Actor.Of(world.Ada),
            Assert.Single(await reads.OpenInvitationsAsync(world.Project.Id, world.Now, default)).Id,
            default);
        await RefusedAsync(
            "This invitation was used or withdrawn",
            () => desk.AcceptAsync(third, "Nia", "hash", default));
    }

    [Theory]
    [OnEveryDatabase]
    public async Task A_team_has_a_name_of_its_own_and_is_not_deleted_under_its_tickets(Engine engine)
    {
        await using var world = await World.CreateAsync(engine);
        var desk = world.Get<ProjectAdmin>();
        var team = await desk.CreateTeamAsync(
            Actor.Of(world.Ada),
            "Returns",
            [world.Jonas.Id, world.Rosa.Id],
            default);
        await RefusedAsync(
            "There is already a team with this name",
            () => desk.CreateTeamAsync(Actor.Of(world.Ada), " returns", [], default));

        await desk.ChangeTeamAsync(
            Actor.Of(world.Ada),
            team.Id,
            "Returns & Warranty",
            [world.Rosa.Id, world.Lena.Id],
            default);
        var changed = Assert.Single((await world.Get<ProjectReads>().ReadAsync(world.Project.Id, default)).Teams);
        Assert.Equal("Returns & Warranty", changed.Name);
        Assert.Equal(
            new[] { world.Rosa.Id, world.Lena.Id }.Order(),
            changed.Members.Select(member => member.AgentId).Order());

        var ticket = await world.GivenTicketAsync();
        await world.ChangeAsync(ticket.Id, world.Lena, (row, stamp) => row.Assign(stamp, null, team.Id, team.Name));
        await RefusedAsync(
            "Returns & Warranty still has an open ticket.",
            () => desk.DeleteTeamAsync(Actor.Of(world.Ada), team.Id, default));
        await world.ChangeAsync(ticket.Id, world.Lena, (row, stamp) => row.Close(stamp));
        await desk.DeleteTeamAsync(Actor.Of(world.Ada), team.Id, default);
        Assert.Empty((await world.Get<ProjectReads>().ReadAsync(world.Project.Id, default)).Teams);
    }

    private static async Task RefusedAsync(string sentence, Func<Task> change) =>
        Assert.Contains(
            sentence,
            (await Assert.ThrowsAsync<RuleBrokenException>(change)).Message,
            StringComparison.Ordinal);

    private static async Task<bool> TryAsync(Func<Task> change)
    {
        try
        {
            await Task.Run(change);
            return true;
        }
        catch (RuleBrokenException)
        {
            return false;
        }
    }
}
