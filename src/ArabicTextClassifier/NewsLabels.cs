namespace ArabicTextClassifier;

/// <summary>The labels of the default model. A model of your own has the labels of its training data.</summary>
public static class NewsLabels
{
    /// <summary>تقرير هجوم: one or more concrete acts of political or armed-conflict violence, or their casualties, weapons, perpetrators or claims.</summary>
    public const string AttackReport = "attack_report";

    /// <summary>تصريح أو بيان رسمي: about half of the paragraph or more is what an official source said, decided or announced, on any topic.</summary>
    public const string OfficialStatement = "official_statement";

    /// <summary>خطة أو إجراء أمني: a measure or operation that security or military institutions plan, prepare or carry out.</summary>
    public const string SecurityPlan = "security_plan";

    /// <summary>شأن عابر للحدود: people, weapons, goods, forces or security cooperation moving or acting across a state border.</summary>
    public const string CrossBorder = "cross_border";
}
