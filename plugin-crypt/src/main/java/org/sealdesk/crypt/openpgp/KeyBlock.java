package org.sealdesk.crypt.openpgp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A transferable public or secret key as packets (RFC 9580, section 10): components in their order, each with the
 * signatures that follow it. Nothing is checked yet.
 */
final class KeyBlock {

    /** More packets than any certificate needs within its size limit; keeps hostile blocks cheap. */
    static final int MAX_PACKETS = 20_000;

    private final List<Component> components;

    KeyBlock(List<Component> components) {
        this.components = List.copyOf(components);
    }

    List<Component> components() {
        return components;
    }

    Component primary() {
        return components.get(0);
    }

    boolean isSecret() {
        return components.stream().anyMatch(Component::isSecret);
    }

    /** The binary packets. */
    byte[] encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Component component : components) {
            out.writeBytes(Packet.encode(component.tag, component.body));
            component.signatures.forEach(s -> out.writeBytes(Packet.encode(PacketTag.SIGNATURE, s)));
        }
        return out.toByteArray();
    }

    /**
     * Reads exactly one.
     *
     * @throws Malformation if there is none, more than one, or something else
     */
    static KeyBlock parse(byte[] octets) throws IOException {
        List<KeyBlock> blocks = new ArrayList<>();
        parseAll(octets, blocks);
        if (blocks.size() != 1) {
            throw Malformation.grammar(blocks.size() + " keys where one was expected");
        }
        return blocks.get(0);
    }

    /**
     * Reads as many as there are; trust packets are left out.
     *
     * @param into gets those before the place where reading fails, too
     */
    static void parseAll(byte[] octets, List<KeyBlock> into) throws IOException {
        List<Component> components = new ArrayList<>();
        PacketReader packets = new PacketReader(new ByteArrayInputStream(octets));
        Optional<Packet> next = packets.nextMeaningful();
        while (next.isPresent()) {
            Packet packet = next.get();
            if (isPrimary(packet.tag()) && !components.isEmpty()) {
                into.add(new KeyBlock(components));
                components = new ArrayList<>();
            }
            append(components, packet);
            next = packets.nextMeaningful();
        }
        if (!components.isEmpty()) {
            into.add(new KeyBlock(components));
        }
    }

    private static void append(List<Component> components, Packet packet) throws IOException {
        if (components.isEmpty() && !isPrimary(packet.tag())) {
            throw Malformation.grammar("packet of type " + packet.tag() + " before any key");
        }
        if (components.size() >= MAX_PACKETS) {
            throw new Malformation("limit", "more than " + MAX_PACKETS + " packets in one key");
        }
        switch (packet.tag()) {
            case PacketTag.TRUST -> packet.skip();
            case PacketTag.SIGNATURE -> {
                Component last = components.get(components.size() - 1);
                if (last.signatures.size() >= MAX_PACKETS) {
                    throw new Malformation("limit", "more than " + MAX_PACKETS + " signatures on one component");
                }
                last.signatures.add(packet.readSmall());
            }
            case PacketTag.PUBLIC_KEY,
                    PacketTag.SECRET_KEY,
                    PacketTag.PUBLIC_SUBKEY,
                    PacketTag.SECRET_SUBKEY,
                    PacketTag.USER_ID,
                    PacketTag.USER_ATTRIBUTE ->
                components.add(new Component(packet.tag(), packet.readSmall(), new ArrayList<>()));
            default -> throw Malformation.grammar("packet of type " + packet.tag() + " within a key");
        }
    }

    static boolean isPrimary(int tag) {
        return tag == PacketTag.PUBLIC_KEY || tag == PacketTag.SECRET_KEY;
    }

    /** A key, user id or user attribute with its signatures, all as packet bodies. */
    static final class Component {
        final int tag;
        final byte[] body;
        final List<byte[]> signatures;

        Component(int tag, byte[] body, List<byte[]> signatures) {
            this.tag = tag;
            this.body = body;
            this.signatures = signatures;
        }

        boolean isSecret() {
            return tag == PacketTag.SECRET_KEY || tag == PacketTag.SECRET_SUBKEY;
        }

        boolean isKey() {
            return isPrimary(tag) || tag == PacketTag.PUBLIC_SUBKEY || tag == PacketTag.SECRET_SUBKEY;
        }

        boolean isSubkey() {
            return tag == PacketTag.PUBLIC_SUBKEY || tag == PacketTag.SECRET_SUBKEY;
        }
    }
}
