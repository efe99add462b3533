using System.Text.Json;

namespace Unkai.Api;

/// <summary>Reads a map of a request as what its service needs, without the map of shapes that lies between.</summary>
/// <param name="reader">At the start of the object; at its end where something is returned.</param>
/// <returns>
/// What keeps every constraint of the contract, and makes the very map that was sent when someone asks for it. Null for all that is unusual or wrong: that is
/// then read as any other map, and gets its error in its turn.
/// </returns>
public delegate DeferredValue? DeferredReader(ref Utf8JsonReader reader);
