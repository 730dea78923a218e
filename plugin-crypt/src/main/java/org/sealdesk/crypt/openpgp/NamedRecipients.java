package org.sealdesk.crypt.openpgp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Octets;

/** Reads whom a message names, without opening it. */
final class NamedRecipients {

    private static final int BUFFER_OCTETS = 1024;

    private NamedRecipients() {}

    static boolean contain(Content wrapped, Certificate certificate) throws IOException {
        boolean armoured = ArmourReader.labelOf(MessageReader.head(wrapped)).isPresent();
        try (InputStream in = armoured
                ? ArmourReader.openBeginning(wrapped)
                : new BufferedInputStream(wrapped.open(), wrapped.bufferOctets(BUFFER_OCTETS))) {
            PacketReader packets = new PacketReader(in);
            Optional<Packet> packet = packets.nextMeaningful();
            while (packet.isPresent()
                    && (packet.get().tag() == PacketTag.PKESK || packet.get().tag() == PacketTag.SKESK)) {
                if (packet.get().tag() == PacketTag.PKESK && names(packet.get(), certificate)) {
                    return true;
                }
                packet = packets.nextMeaningful();
            }
            return false;
        } catch (Malformation e) {
            return false;
        }
    }

    private static boolean names(Packet packet, Certificate certificate) throws IOException {
        return BcPackets.publicKeyEncrypted(packet.readSmall())
                .map(Recipient::new)
                .map(r -> certificate.keys().stream().anyMatch(k -> names(r, k)))
                .orElse(false);
    }

    private static boolean names(Recipient recipient, ComponentKey key) {
        if (recipient.isHidden()) {
            return false;
        }
        Optional<Octets> fingerprint = recipient.fingerprint();
        return fingerprint.isPresent()
                ? fingerprint.get().equals(key.fingerprint().value())
                : key.fingerprint().keyId() == recipient.keyId();
    }
}
