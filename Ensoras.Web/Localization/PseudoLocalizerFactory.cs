using System.Globalization;
using Microsoft.Extensions.Options;

namespace Ensoras.Web.Localization;

/// <summary>
/// The resource files' texts, changed in the pseudo-language so that they are 40 % longer and plainly not English.
/// </summary>
internal sealed class PseudoLocalizerFactory(IOptions<LocalizationOptions> options, ILoggerFactory loggers)
    : IStringLocalizerFactory
{
    private readonly ResourceManagerStringLocalizerFactory _real = new(options, loggers);

    public IStringLocalizer Create(Type resourceSource) => new Localizer(_real.Create(resourceSource));

    public IStringLocalizer Create(string baseName, string location) => new Localizer(_real.Create(baseName, location));

    private sealed class Localizer(IStringLocalizer real) : IStringLocalizer
    {
        public LocalizedString this[string name] => Changed(real[name]);

        public LocalizedString this[string name, params object[] arguments] => Changed(real[name, arguments]);

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) =>
            real.GetAllStrings(includeParentCultures).Select(Changed);

        private static LocalizedString Changed(LocalizedString text) =>
            CultureInfo.CurrentUICulture.Name == Cultures.Pseudo && !text.ResourceNotFound
                ? new LocalizedString(text.Name, Pseudo.Of(text.Value))
                : text;
    }
}
