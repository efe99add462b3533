namespace Unkai.Wire.Protocols.Xml;

internal enum XmlToken
{
    None,
    Start,
    End,
    Text,
    EndOfDocument,
}
