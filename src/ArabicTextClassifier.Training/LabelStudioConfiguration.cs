using System.Xml.Linq;

namespace ArabicTextClassifier.Training;

/// <summary>The labelling configuration under which Label Studio shows exported tasks and their predictions.</summary>
/// <remarks>Format: https://labelstud.io/templates/text_classification.</remarks>
public static class LabelStudioConfiguration
{
    /// <summary>Creates the configuration.</summary>
    /// <param name="labels">The labels to choose from.</param>
    /// <param name="settings">The name of the choices; that of the export.</param>
    /// <param name="singleLabel">Whether exactly one label may be chosen.</param>
    /// <returns>XML to paste into the project's labelling setup.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="labels"/> is null.</exception>
    public static string Create(IEnumerable<string> labels, ExportSettings? settings = null, bool singleLabel = false)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return new XElement(
            "View",
            new XElement("View", new XAttribute("style", "direction: rtl; text-align: right"), new XElement("Text", new XAttribute("name", "text"), new XAttribute("value", "$text"))),
            new XElement(
                "Choices",
                new XAttribute("name", (settings ?? new()).ChoicesName),
                new XAttribute("toName", "text"),
                new XAttribute("choice", singleLabel ? "single" : "multiple"),
                labels.Select(label => new XElement("Choice", new XAttribute("value", label))))).ToString();
    }
}
