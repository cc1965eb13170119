using ArabicTextClassifier;

// The least program there is: what it takes is what it takes to get the first prediction. Prints nothing, as a console takes its time too.
return args.Length > 0 || ParagraphClassifier.Default.Predict("قُتل ثلاثة جنود بانفجار عبوة ناسفة جنوب القضاء.").Label == NewsLabels.AttackReport ? 0 : 1;
