package org.sealdesk.crypt.smime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.ASN1StreamParser;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.octets.Content;

/**
 * Opens a CMS, binary or as PEM or bare base64, and runs a reader over it. What any parser throws at hostile octets
 * becomes {@link MalformedCms}; only a failure to read the content itself stays an {@link IOException}.
 */
final class CmsInput {

    /** Enough for text that some programs put before the first PEM line. */
    private static final int SNIFFED_OCTETS = 4096;

    private static final int SEQUENCE = 0x30;

    private static final Pattern PEM_BEGIN =
            Pattern.compile("-----BEGIN (?:PKCS7|CMS|PKCS #7 SIGNED DATA)-----[ \\t]*\\r?\\n");

    private CmsInput() {}

    static <T> T read(Content content, Reader<T> reader) throws MalformedCms, IOException {
        try (Source source = new Source(content)) {
            try {
                ContentInfoParser info = open(binary(source, content));
                ASN1ObjectIdentifier type = info.getContentType();
                if (type == null) {
                    throw MalformedCms.structure("no content type");
                }
                return reader.read(type, info);
            } catch (SpillFailure e) {
                throw e.cause();
            } catch (IOException | RuntimeException e) {
                source.rethrowFailure();
                throw MalformedCms.structure("not well-formed CMS");
            } catch (StackOverflowError e) {
                throw MalformedCms.structure("nested too deeply");
            }
        }
    }

    private static ContentInfoParser open(InputStream binary) throws IOException, MalformedCms {
        if (new ASN1StreamParser(binary, Integer.MAX_VALUE / 2).readObject() instanceof ASN1SequenceParser sequence) {
            return new ContentInfoParser(sequence);
        }
        throw MalformedCms.structure("not a CMS ContentInfo");
    }

    private static InputStream binary(Source source, Content content) throws IOException, MalformedCms {
        String head;
        try (InputStream in = content.open(0, Math.min(content.size(), SNIFFED_OCTETS))) {
            head = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        int start = 0;
        while (start < head.length() && Character.isWhitespace(head.charAt(start))) {
            start++;
        }
        if (start == head.length()) {
            throw MalformedCms.structure("no CMS: the content is empty");
        }
        if (head.charAt(0) == SEQUENCE) {
            return source;
        }
        Matcher pem = PEM_BEGIN.matcher(head);
        if (pem.find()) {
            source.skipNBytes(pem.end());
        } else if (!isBase64(head)) {
            throw MalformedCms.structure("neither binary CMS nor PEM");
        }
        return Base64.getMimeDecoder().wrap(new UntilDash(source));
    }

    /** A CMS in base64 begins with M: its first octet is that of a SEQUENCE. */
    private static boolean isBase64(String head) {
        return head.stripLeading().startsWith("M");
    }

    /** What reads a container, once its content type is known. */
    interface Reader<T> {
        T read(ASN1ObjectIdentifier type, ContentInfoParser info) throws MalformedCms, IOException;
    }

    /** Carries a failure of our own disk past the parsers. */
    static final class SpillFailure extends IOException {
        private static final long serialVersionUID = 1L;

        private final IOException failure;

        SpillFailure(IOException cause) {
            super(cause);
            this.failure = cause;
        }

        IOException cause() {
            return failure;
        }
    }

    /** Remembers whether it was the content that failed, and not its parser. */
    private static final class Source extends InputStream {
        private final InputStream in;
        private @Nullable IOException failure;

        Source(Content content) throws IOException {
            in = content.open();
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            try {
                return in.read(b, off, len);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        void rethrowFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Ends before the closing PEM line: a dash is no base64. */
    private static final class UntilDash extends FilterInputStream {
        private boolean ended;

        UntilDash(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = ended ? -1 : super.read();
            ended = c == '-' || c < 0;
            return ended ? -1 : c;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (ended) {
                return -1;
            }
            int n = super.read(b, off, len);
            for (int i = 0; i < n; i++) {
                if (b[off + i] == '-') {
                    ended = true;
                    return i == 0 ? -1 : i;
                }
            }
            return n;
        }
    }
}
