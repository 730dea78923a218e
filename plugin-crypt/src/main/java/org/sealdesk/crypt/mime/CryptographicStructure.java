package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.List;
import org.sealdesk.crypt.octets.Spill;

/**
 * Where the cryptography of an entity is: the layer at its root, which may be peeled, and everything deeper, which may
 * not. A wrapper around a signed part, such as a mailing list's footer makes, is no envelope: the signed part is errant
 * then. To peel further, parse the payload and ask again.
 *
 * @param layer at the root
 * @param errant deeper, in the order of the mail; empty while the root is a layer, because what is deeper is inside it
 * @param certificateParts parts that carry keys or certificates for the reader to take
 */
public record CryptographicStructure(RootLayer layer, List<ErrantPart> errant, List<MimePart> certificateParts) {

    public CryptographicStructure {
        errant = List.copyOf(errant);
        certificateParts = List.copyOf(certificateParts);
    }

    /**
     * The layer at the root alone, where a part with more octets is decoded to the beginning only: enough to see what it
     * is and whom it names.
     *
     * @param octets of one part before transfer decoding
     */
    public static RootLayer beginningOf(MimePart root, Spill spill, long octets) throws IOException {
        return new RootLayerReader(spill, octets, octets).read(root);
    }

    /** @param maxOctets of one part after transfer decoding */
    public static CryptographicStructure of(MimePart root, Spill spill, long maxOctets) throws IOException {
        RootLayer layer = new RootLayerReader(spill, maxOctets).read(root);
        boolean looksDeeper = layer instanceof RootLayer.Plain || layer instanceof RootLayer.Malformed;
        List<ErrantPart> errant = looksDeeper ? new ErrantSearch(spill, maxOctets).below(root) : List.of();
        List<MimePart> certificates =
                root.all().stream().filter(PartKinds::isCertificate).toList();
        return new CryptographicStructure(layer, errant, certificates);
    }
}
