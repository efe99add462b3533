using System.Collections.Generic;
using System.Text;

namespace Unkai.Api.Contracts;

/// <summary>Takes a contract's text apart: lines, and in a line words and <c>name=value</c> facts. Api, generator and importer share this file.</summary>
/// <remarks>A value with spaces or quotes stands in quotes, with backslashes before quotes and backslashes, and <c>\n</c> for a new line. <c>#</c> starts a comment line.</remarks>
internal sealed class ContractText(string text)
{
    private int _at;

    /// <summary>The facts of the line last read: a word has no value.</summary>
    public List<KeyValuePair<string, string?>> Facts { get; } = new();

    /// <summary>Whether the line last read belongs to the one above it that does not.</summary>
    public bool IsIndented { get; private set; }

    /// <summary>The number of the line last read, from one.</summary>
    public int Line { get; private set; }

    /// <summary>The word or fact's name at a place of the line.</summary>
    public string this[int place] => Facts[place].Key;

    /// <summary>Reads the next line that says something.</summary>
    public bool Read()
    {
        while (_at < text.Length)
        {
            Line++;
            Facts.Clear();
            IsIndented = text[_at] == ' ';
            while (_at < text.Length && text[_at] != '\n')
            {
                if (text[_at] is ' ' or '\r')
                {
                    _at++;
                }
                else if (text[_at] == '#' && Facts.Count == 0)
                {
                    _at = text.IndexOf('\n', _at) is var end && end < 0 ? text.Length : end;
                }
                else
                {
                    Facts.Add(ReadFact());
                }
            }

            _at++;
            if (Facts.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A value as it stands in a contract.</summary>
    public static string Quote(string value)
    {
        var plain = value.Length > 0;
        foreach (var c in value)
        {
            plain &= c is > ' ' and not ('"' or '\\' or '#' or '=') and < '\u007f';
        }

        return plain ? value : "\"" + value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";
    }

    private KeyValuePair<string, string?> ReadFact()
    {
        if (text[_at] == '"')
        {
            return new(ReadQuoted(), null);
        }

        var start = _at;
        while (_at < text.Length && text[_at] is not (' ' or '\n' or '\r' or '='))
        {
            _at++;
        }

        var name = text.Substring(start, _at - start);
        if (_at >= text.Length || text[_at] != '=')
        {
            return new(name, null);
        }

        _at++;
        if (_at < text.Length && text[_at] == '"')
        {
            return new(name, ReadQuoted());
        }

        start = _at;
        while (_at < text.Length && text[_at] is not (' ' or '\n' or '\r'))
        {
            _at++;
        }

        return new(name, text.Substring(start, _at - start));
    }

    private string ReadQuoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length)
            {
                _at++;
                value.Append(text[_at] == 'n' ? '\n' : text[_at]);
            }
            else
            {
                value.Append(text[_at]);
            }
        }

        _at++;
        return value.ToString();
    }
}
