package org.sealdesk.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** SMTP spoken by hand, so that every octet is the test's. */
record SmtpTalk(int port) {

    /** @return the answer to the mail */
    String deliver(String from, String to, String octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            answer(in);
            for (String line :
                    new String[] {"HELO fox.test", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">", "DATA"}) {
                out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                answer(in);
            }
            String stuffed = octets.startsWith(".") ? "." + octets : octets;
            out.write(stuffed.replace("\r\n.", "\r\n..").getBytes(StandardCharsets.ISO_8859_1));
            out.write(".\r\n".getBytes(StandardCharsets.ISO_8859_1));
            String answer = answer(in);
            out.write("QUIT\r\n".getBytes(StandardCharsets.ISO_8859_1));
            return answer;
        }
    }

    private static String answer(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }
}
