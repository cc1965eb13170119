using System.Collections;
using System.Text;
using CliWrap;
using CliWrap.Buffered;

namespace ArabicTextClassifier.Package.Tests;

/// <summary>Runs programs as a user would in a fresh shell.</summary>
internal static class DotNet
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(15);

    /// <summary>Runs a <c>dotnet</c> command that has to succeed.</summary>
    /// <returns>Its standard output.</returns>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        BufferedCommandResult result = await ExecuteAsync(folder, "", "dotnet", arguments);
        Assert.That(result.ExitCode, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{result.StandardOutput}\n{result.StandardError}");
        return result.StandardOutput;
    }

    /// <summary>Runs any program with some input to its end, whatever that may be.</summary>
    public static async Task<BufferedCommandResult> ExecuteAsync(string folder, string input, string program, params string[] arguments)
    {
        using CancellationTokenSource limit = new(s_limit);
        return await Command(folder, program, arguments)
            .WithStandardInputPipe(PipeSource.FromString(input, new UTF8Encoding(false)))
            .ExecuteBufferedAsync(Encoding.UTF8, limit.Token);
    }

    /// <summary>A command in a folder, without what the test runner's own build left in the environment.</summary>
    public static Command Command(string folder, string program, params string[] arguments) => Cli.Wrap(program)
        .WithArguments(arguments)
        .WithWorkingDirectory(folder)
        .WithValidation(CommandResultValidation.None)
        .WithEnvironmentVariables(environment =>
        {
            foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            {
                if (((string)variable.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
                    environment.Set((string)variable.Key, null);
            }

            environment.Set("MSBUILDDISABLENODEREUSE", "1").Set("DOTNET_NOLOGO", "1").Set("DOTNET_CLI_TELEMETRY_OPTOUT", "1").Set("DOTNET_CLI_UI_LANGUAGE", "en");
        });
}
