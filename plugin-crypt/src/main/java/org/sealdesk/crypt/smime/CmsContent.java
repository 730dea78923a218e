package org.sealdesk.crypt.smime;

import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetStringParser;
import org.bouncycastle.asn1.ASN1SetParser;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.SpillBuffer;

/** Moves the content of a container into a buffer. */
final class CmsContent {

    static final int CHUNK_OCTETS = 64 * 1024;

    private CmsContent() {}

    static InputStream stream(ASN1Encodable content) throws MalformedCms {
        if (content instanceof ASN1OctetStringParser octets) {
            return octets.getOctetStream();
        }
        throw MalformedCms.structure("the content is no octet string");
    }

    /** Reads to the end; on any failure nothing is kept. */
    static Content spool(InputStream in, SpillBuffer buffer) throws IOException, MalformedCms {
        try {
            byte[] chunk = new byte[CHUNK_OCTETS];
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                write(buffer, chunk, n);
            }
            finish(buffer);
            return buffer.content();
        } catch (IOException | RuntimeException | MalformedCms e) {
            buffer.discard();
            throw e;
        }
    }

    static void write(SpillBuffer buffer, byte[] octets, int length) throws IOException, MalformedCms {
        try {
            buffer.write(octets, 0, length);
        } catch (SpillBuffer.TooManyOctets e) {
            throw new MalformedCms("LIMIT", "the content has " + e.getMessage());
        } catch (IOException e) {
            throw new CmsInput.SpillFailure(e);
        }
    }

    static void finish(SpillBuffer buffer) throws IOException {
        try {
            buffer.close();
        } catch (IOException e) {
            throw new CmsInput.SpillFailure(e);
        }
    }

    /** Reads over a set that was looked at before. */
    static void skip(ASN1SetParser set) throws IOException {
        ASN1Encodable e = set.readObject();
        while (e != null) {
            e.toASN1Primitive();
            e = set.readObject();
        }
    }

    static void drain(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK_OCTETS];
        int n = in.read(chunk);
        while (n >= 0) {
            n = in.read(chunk);
        }
    }
}
