// Labels an article: a line of the file is a paragraph.
using ArabicTextClassifier;

if (args.Length != 1)
{
    Console.Error.WriteLine("Usage: Console <file>");
    return 2;
}

foreach (ParagraphPrediction paragraph in ParagraphClassifier.Default.PredictArticle(File.ReadAllText(args[0])))
{
    Prediction prediction = paragraph.Prediction;
    Console.WriteLine($"{prediction.Label ?? "out of scope"}\t{prediction.Probability:0.000}\t{paragraph.Text}");
}

return 0;
