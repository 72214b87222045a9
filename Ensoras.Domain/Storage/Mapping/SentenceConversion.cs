using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Ensoras.Domain.Storage.Mapping;

/// <summary>A sentence is stored by its key, so that each reader has it in their own language.</summary>
internal sealed class SentenceConversion()
    : ValueConverter<Sentence, string>(sentence => SentenceJson.Write(sentence), text => SentenceJson.Read(text));
