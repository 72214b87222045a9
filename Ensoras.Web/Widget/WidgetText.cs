namespace Ensoras.Web.Widget;

/// <summary>Names the resource files of what the chat says in the browser: Resources/Widget/WidgetText.resx.</summary>
internal sealed class WidgetText;
