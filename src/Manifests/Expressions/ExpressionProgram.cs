using Argosy.Manifests.Expressions.Checking;
using Argosy.Manifests.Expressions.Running;
using Argosy.Manifests.Expressions.Syntax;
using Argosy.Manifests.Expressions.Values;

namespace Argosy.Manifests.Expressions;

/// <summary>A checked expression, ready to run over the environment that it was checked with.</summary>
internal sealed class ExpressionProgram
{
    private readonly ExpressionSource _source;
    private readonly ExpressionNode _root;
    private readonly GoMap _environment;

    private ExpressionProgram(ExpressionSource source, ExpressionNode root, GoMap environment)
    {
        _source = source;
        _root = root;
        _environment = environment;
    }

    /// <exception cref="ExpressionException">The text is no expression, or names, types or counts are wrong.</exception>
    public static ExpressionProgram Compile(string text, GoMap environment) => RecursionGuard.Run(text.Length, () =>
    {
        var source = new ExpressionSource(text);
        var root = ExpressionParser.Parse(source, name => environment.TryGet(name, out _));
        var fields = environment.Items.ToDictionary(p => (string)p.Key, p => Nature.OfValue(p.Value), StringComparer.Ordinal);
        try
        {
            TypeChecker.Check(source, root, Nature.Environment(fields));
            return new ExpressionProgram(source, Optimizer.Optimize(source, root), environment);
        }
        catch (GoPanic error)
        {
            throw new ExpressionException(error.Message, error.Message, -1, 0, ExpressionStage.Check);
        }
    });

    /// <exception cref="ExpressionException">The run failed.</exception>
    public object? Run() => RecursionGuard.Run(_source.Text.Length, () => new Interpreter(_source, _environment).Run(_root));
}
