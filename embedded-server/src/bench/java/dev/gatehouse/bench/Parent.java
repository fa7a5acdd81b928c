package dev.gatehouse.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** The program that started this process: it gives orders and ends the process by closing its input. */
final class Parent {

    private Parent() {}

    /** Answers each line of the input with a line of the output, until the input is over. */
    static void serve(Function<String, String> answer) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            say(answer.apply(order));
        }
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
