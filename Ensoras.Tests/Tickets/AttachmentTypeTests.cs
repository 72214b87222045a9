using System.Text;
using Ensoras.Domain.Tickets;

namespace Ensoras.Tests.Tickets;

public sealed class AttachmentTypeTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("FFD8FFE000104A4649460001", "image/jpeg")]
    [InlineData("474946383961010001000000", "image/gif")]
    [InlineData("52494646240000005745425056503820", "image/webp")]
    public void A_picture_is_known_by_its_first_bytes_whatever_it_was_called(string start, string expected) =>
        Assert.Equal(expected, AttachmentType.Of(Convert.FromHexString(start), "text/plain"));

    [Theory]
    [InlineData("application/pdf", "application/pdf")]
    [InlineData("Text/Plain; charset=utf-8", "text/plain")]
    [InlineData(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("video/mp4", "video/mp4")]
    [InlineData("text/html", AttachmentType.Unknown)]
    [InlineData("image/svg+xml", AttachmentType.Unknown)]
    [InlineData("application/xhtml+xml", AttachmentType.Unknown)]
    [InlineData("text/javascript", AttachmentType.Unknown)]
    [InlineData("image/png", AttachmentType.Unknown)]
    [InlineData("text/plain\r\nX-Evil: 1", AttachmentType.Unknown)]
    [InlineData("text/plain\n", "text/plain")]
    [InlineData("", AttachmentType.Unknown)]
    [InlineData(null, AttachmentType.Unknown)]
    public void Anything_else_is_what_was_declared_if_a_browser_does_not_run_it(string? declared, string expected) =>
        Assert.Equal(expected, AttachmentType.Of("<script>alert(1)</script>"u8, declared));

    [Fact]
    public void A_page_that_calls_itself_a_picture_is_no_picture() =>
        Assert.False(
            AttachmentType.IsImage(AttachmentType.Of(Encoding.UTF8.GetBytes("<svg onload=alert(1)>"), "image/svg+xml")));
}
