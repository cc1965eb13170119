using ArabicTextClassifier;

// The least program there is: what it takes is what it takes to get the first prediction.
if (args.Length == 0)
    Console.WriteLine(ParagraphClassifier.Default.Predict("قُتل ثلاثة جنود بانفجار عبوة ناسفة جنوب القضاء.").Label);
