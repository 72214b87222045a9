using Ensoras.Domain.Channels.Email.Mailboxes;

namespace Ensoras.Web.Mail;

/// <summary>
/// What email needs of the web: a way to encrypt passwords, connections that wait, and the doors for mail.
/// </summary>
public static class MailSetup
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<IMailSecrets, MailSecrets>();
        services.AddSingleton(new RemotePictures(PublicAddress.Is));
        services.AddHostedService<MailboxIdling>();
        return services;
    }

    public static void MapMail(this WebApplication app)
    {
        app.MapInboundMail();
        app.MapOriginalMail();
    }
}
