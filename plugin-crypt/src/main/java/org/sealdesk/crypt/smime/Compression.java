package org.sealdesk.crypt.smime;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.bouncycastle.asn1.ASN1SequenceParser;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.CompressedDataParser;
import org.bouncycastle.asn1.cms.ContentInfoParser;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.Limits;

/** Compressed-data (RFC 3274), inflated within limits. */
final class Compression {

    private Compression() {}

    static Content read(ContentInfoParser info, SpillBuffer buffer, Limits limits) throws IOException, MalformedCms {
        if (!(info.getContent(BERTags.SEQUENCE) instanceof ASN1SequenceParser sequence)) {
            throw MalformedCms.structure("compressed-data has no body");
        }
        CompressedDataParser parser = new CompressedDataParser(sequence);
        if (!parser.getCompressionAlgorithmIdentifier().getAlgorithm().equals(CMSObjectIdentifiers.zlibCompress)) {
            throw MalformedCms.structure("compression other than zlib");
        }
        Counted compressed =
                new Counted(CmsContent.stream(parser.getEncapContentInfo().getContent(BERTags.OCTET_STRING)));
        Inflater inflater = new Inflater();
        try (InflaterInputStream inflated = new InflaterInputStream(compressed, inflater)) {
            return inflate(inflated, compressed, buffer, limits);
        } finally {
            inflater.end();
        }
    }

    private static Content inflate(InputStream inflated, Counted compressed, SpillBuffer buffer, Limits limits)
            throws IOException, MalformedCms {
        try {
            byte[] chunk = new byte[CmsContent.CHUNK_OCTETS];
            for (int n = inflated.read(chunk); n >= 0; n = inflated.read(chunk)) {
                long total = buffer.size() + n;
                if (total > limits.inflatedOctets()) {
                    throw tooMuch("more than " + limits.inflatedOctets() + " octets");
                }
                if (total > Limits.INFLATION_RATIO_FROM_OCTETS && total / limits.inflationRatio() > compressed.count) {
                    throw tooMuch("more than " + limits.inflationRatio() + " times its compressed size");
                }
                CmsContent.write(buffer, chunk, n);
            }
            CmsContent.finish(buffer);
            return buffer.content();
        } catch (IOException | RuntimeException | MalformedCms e) {
            buffer.discard();
            throw e;
        }
    }

    private static MalformedCms tooMuch(String how) {
        return new MalformedCms("INFLATE-LIMIT", "the content inflates to " + how);
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int c = super.read();
            count += c < 0 ? 0 : 1;
            return c;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            int n = super.read(b, off, len);
            count += Math.max(n, 0);
            return n;
        }
    }
}
