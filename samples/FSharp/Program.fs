// Which words speak for the labels of an article's paragraphs: one line a label, the strongest words first.
open System
open System.IO
open ArabicTextClassifier

let classifier = ParagraphClassifier.Default

let wordsFor (explanation: Explanation) =
    explanation.Pieces
    |> Seq.filter (fun piece -> piece.Contribution > 0.1)
    |> Seq.truncate 3
    |> Seq.map (fun piece -> piece.Text)
    |> String.concat " "

let article = Environment.GetCommandLineArgs() |> Array.last |> File.ReadAllText

for paragraph in classifier.PredictArticle article do
    for explanation in classifier.Explain paragraph.Text do
        if Seq.contains explanation.Label paragraph.Prediction.Labels then
            printfn "%s\t%.3f\t%s" explanation.Label explanation.Probability (wordsFor explanation)
